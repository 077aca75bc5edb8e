"""The manifests of a class on Kubernetes agree with each other. `make test-hub SPAWNER=kubernetes` runs them."""

import re
import unittest
from pathlib import Path

import yaml

KUBERNETES = Path(__file__).resolve().parent.parent / "deploy" / "kubernetes"
GIVEN = {"HUB_SERVICE_HOST", "PROXY_API_SERVICE_HOST"}  # by Kubernetes, of the Services


def manifests():
    """Yields the manifests that kustomization.yaml names, by kind and name."""
    for file in yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]:
        yield from yaml.safe_load_all((KUBERNETES / file).read_text())


def of(kind):
    return {each["metadata"]["name"]: each for each in manifests() if each["kind"] == kind}


def pods():
    """Yields the name and the pod of all that starts pods."""
    for kind in "Deployment", "DaemonSet":
        for name, each in of(kind).items():
            yield name, each["spec"]["template"]


class Manifests(unittest.TestCase):
    def test_pods_may_do_little(self):
        self.assertEqual({name for name, _ in pods()}, {"hub", "proxy", "images"})
        for name, pod in pods():
            (container,) = pod["spec"]["containers"]
            security = pod["spec"]["securityContext"] | container["securityContext"]
            self.assertIs(security["runAsNonRoot"], True, name)
            self.assertIs(security["allowPrivilegeEscalation"], False, name)
            self.assertEqual(security["seccompProfile"], {"type": "RuntimeDefault"}, name)
            self.assertEqual(security["capabilities"], {"drop": ["ALL"]}, name)
            self.assertIn("memory", container["resources"]["limits"], name)
            has_token = pod["spec"].get("automountServiceAccountToken", True)
            self.assertEqual(has_token, name == "hub", "only the hub asks Kubernetes for something")

    def test_each_service_and_policy_finds_its_pods(self):
        labels = {pod["metadata"]["labels"]["app.kubernetes.io/component"] for _, pod in pods()} | {"student"}
        selected = {each["spec"]["selector"]["app.kubernetes.io/component"] for each in of("Service").values()}
        for policy in of("NetworkPolicy").values():
            selected |= set(re.findall(r"component': '(\w+)'", str(policy["spec"])))
        self.assertEqual(selected, labels)

    def test_a_student_reaches_the_hub_and_nothing_else(self):
        rules = of("NetworkPolicy")["student"]["spec"]["egress"]
        self.assertEqual(rules, [{
            "to": [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": "hub"}}}],
            "ports": [{"port": 8081}, {"port": 8082}],
        }])

    def test_the_hub_gets_every_setting_that_it_reads(self):
        read = set(re.findall(r'environ\["(\w+)"\]', (KUBERNETES / "kubernetes.py").read_text()))
        settings = re.findall(r"^(\w+)=", (KUBERNETES / "settings.env").read_text(), re.MULTILINE)
        (hub,) = of("Deployment")["hub"]["spec"]["template"]["spec"]["containers"]
        self.assertLessEqual(read, GIVEN | set(settings) | {variable["name"] for variable in hub["env"]})


if __name__ == "__main__":
    unittest.main()
