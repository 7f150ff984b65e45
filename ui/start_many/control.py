"""The buttons of a job."""

from functools import partial

from services.read_job import JobDetail
from services.stop_job import resume_job, stop_job
from ui.act import Decision, action_button
from ui.wording import counted


def show_control(job: JobDetail) -> None:
    """Stop or resume, as the job stands; nothing for one that is through."""
    if job.done_at is not None:
        return
    left = counted(job.counts.waiting, "row")
    if job.stopped_at is None:
        action_button(
            "Stop",
            key=f"job.stop.{job.id}",
            icon=":material/stop_circle:",
            title="Stop this job?",
            confirm="Stop it",
            consequence=f"{left} are left and wait until the job is resumed. What was done stays done.",
            action=partial(_stop, job.id),
        )
    else:
        action_button(
            "Resume",
            key=f"job.resume.{job.id}",
            icon=":material/play_circle:",
            title="Resume this job?",
            confirm="Resume it",
            consequence=f"Goes on with the {left} that are left, each once.",
            action=partial(_resume, job.id),
        )


def _stop(job_id: str, decision: Decision) -> str:
    stop_job(job_id, actor=decision.actor, reason=decision.reason)
    return "The job is stopped."


def _resume(job_id: str, decision: Decision) -> str:
    resume_job(job_id, actor=decision.actor, reason=decision.reason)
    return "The job goes on."
