"""Which handler runs which kind of task."""

from collections.abc import Mapping

from runtime.workflows.basic import run_do, run_raise, run_set, run_switch, run_wait
from runtime.workflows.calls import run_call
from runtime.workflows.catching import run_try
from runtime.workflows.children import run_workflow
from runtime.workflows.emitting import run_emit
from runtime.workflows.listening import run_listen
from runtime.workflows.loops import run_for, run_fork
from runtime.workflows.run import Handler

HANDLERS: Mapping[str, Handler] = {
    "set": run_set,
    "do": run_do,
    "switch": run_switch,
    "wait": run_wait,
    "raise": run_raise,
    "for": run_for,
    "fork": run_fork,
    "try": run_try,
    "listen": run_listen,
    "emit": run_emit,
    "call": run_call,
    "run": run_workflow,
}
