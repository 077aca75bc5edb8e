"""Starts each student's server as a pod, and gives up a pod whose machine was lost."""

from datetime import datetime, timedelta, timezone

from kubespawner import KubeSpawner

LEAVING = 5  # seconds that a pod has to end
OVERDUE = timedelta(seconds=5)  # after these, no machine is there that would end it
AWAY = 10  # seconds that a machine may be away after Kubernetes has taken note of it


class StudentSpawner(KubeSpawner):
    """Kubernetes asks a lost machine to end its pods, and waits for an answer that never comes."""

    poll_interval = 10  # seconds

    async def poll(self):
        await self._start_watching_pods()
        pod = self.pod_reflector.pods.get(f"{self.namespace}/{self.pod_name}")
        if pod is not None and is_overdue(pod, datetime.now(timezone.utc)):
            self.log.warning("The machine of %s does not answer: the pod is given up", self.pod_name)
            await self.stop(now=True)
        return await super().poll()


def is_overdue(pod, now):
    """Returns whether a pod should have ended: its time of deletion has the seconds to end in it."""
    asked = pod["metadata"].get("deletionTimestamp")
    return asked is not None and now > datetime.fromisoformat(asked) + OVERDUE
