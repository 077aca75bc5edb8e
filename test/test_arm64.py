"""The check for arm64 finds what is missing there, and reads the Dockerfile as Docker does."""

import unittest

import arm64


class Python(unittest.TestCase):
    def test_what_only_arm64_needs_is_missed(self):
        packages = {
            "sqlalchemy": {
                "version": "2.0.51",
                "requires_dist": ["greenlet>=1; platform_machine == 'aarch64'", "winapi; sys_platform == 'win32'"],
            }
        }
        self.assertEqual(
            list(arm64.unpinned(packages)), ['sqlalchemy needs greenlet>=1; platform_machine == "aarch64"']
        )
        self.assertEqual(list(arm64.unpinned(packages | {"greenlet": {"version": "3.5.3"}})), [])

    def test_another_version_than_needed_is_missed(self):
        packages = {"a": {"version": "1", "requires_dist": ["b<2"]}, "b": {"version": "2"}}
        self.assertEqual(list(arm64.unpinned(packages)), ["a needs b<2"])

    def test_an_extra_counts_where_it_is_asked_for(self):
        packages = {"b": {"version": "1", "requires_dist": ["c; extra == 'more'"]}}
        self.assertEqual(list(arm64.unpinned(packages)), [])
        packages["a"] = {"version": "1", "requires_dist": ["b[more]"]}
        self.assertEqual(list(arm64.unpinned(packages)), ['b needs c; extra == "more"'])


class Debian(unittest.TestCase):
    def test_the_packages_of_the_dockerfile(self):
        dockerfile = (arm64.ROOT / "Dockerfile").read_text()
        self.assertLessEqual(
            {"gcc", "libc6-dev", "python3", "python3-venv", "tini"}, set(arm64.installed_by_apt(dockerfile))
        )
        self.assertRegex(arm64.debian_release(dockerfile), "^[a-z]+$")

    def test_options_and_continued_lines(self):
        self.assertEqual(
            arm64.installed_by_apt("RUN apt-get install --yes gcc \\\n    tini && rm x\nRUN apt-get install make\n"),
            ["gcc", "make", "tini"],
        )


class Npm(unittest.TestCase):
    def test_packages_for_other_processors_are_found(self):
        packages = {
            "": {},
            "every": {},
            "ours": {"cpu": ["x64", "arm64"]},
            "other": {"cpu": ["x64"]},
            "all-but-ours": {"cpu": ["!arm64"]},
            "all-but-other": {"cpu": ["!ia32"]},
            "left-out": {"cpu": ["x64"], "optional": True},
        }
        self.assertEqual(arm64.not_for_arm64(packages), ["all-but-ours", "other"])


if __name__ == "__main__":
    unittest.main()
