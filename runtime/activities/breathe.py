"""A pause that gives the worker's thread back."""

from temporalio import activity

from runtime.contracts import BREATHE


@activity.defn(name=BREATHE)
def breathe() -> None:
    """Do nothing: a long computation only needs the turn that this takes."""
