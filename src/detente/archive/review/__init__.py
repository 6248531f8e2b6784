"""Review: what people accept, correct, reject and add, kept beside what the machine read, and never lost."""

from detente.archive.review.agreement import LEAST_ITEMS, FieldAgreement, agreement, coded_claims
from detente.archive.review.apply import apply_edits, live_edits, undone_edits
from detente.archive.review.edit import (
    Edited,
    Parted,
    View,
    accept,
    add,
    correct,
    flag,
    look,
    merge_actors,
    reject,
    split_actor,
)
from detente.archive.review.flags import iter_flags, select_flags
from detente.archive.review.identities import (
    Identity,
    identity_of,
    joined_identities,
    same_actor,
    with_joined_identities,
)
from detente.archive.review.log import (
    select_all_edits,
    select_edit,
    select_edits,
    select_last_edits,
    select_unfit,
)
from detente.archive.review.model import ADJUDICATED, Action, Anchor, Applied, Edit, Signature, Unfit
from detente.archive.review.queue import USUAL_KINDS, QueueItem, queue, second_queue
from detente.archive.review.queue_ahead import QueueAhead
from detente.archive.review.store import machine_reading, reapply
from detente.archive.review.stories import merge_stories, split_story
from detente.archive.review.undo import last_edit, last_undone, redo, undo
from detente.archive.review.values import correctable_fields

__all__ = [
    "ADJUDICATED",
    "LEAST_ITEMS",
    "USUAL_KINDS",
    "Action",
    "Anchor",
    "Applied",
    "Edit",
    "Edited",
    "FieldAgreement",
    "Identity",
    "Parted",
    "QueueAhead",
    "QueueItem",
    "Signature",
    "Unfit",
    "View",
    "accept",
    "add",
    "agreement",
    "apply_edits",
    "coded_claims",
    "correct",
    "correctable_fields",
    "flag",
    "identity_of",
    "iter_flags",
    "joined_identities",
    "last_edit",
    "last_undone",
    "live_edits",
    "look",
    "machine_reading",
    "merge_actors",
    "merge_stories",
    "queue",
    "reapply",
    "redo",
    "reject",
    "same_actor",
    "second_queue",
    "select_all_edits",
    "select_edit",
    "select_edits",
    "select_flags",
    "select_last_edits",
    "select_unfit",
    "split_actor",
    "split_story",
    "undo",
    "undone_edits",
    "with_joined_identities",
]
