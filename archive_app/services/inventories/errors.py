"""What may stand in the way of an inventory."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class InventoryFrozen(Conflict):
    """The inventory is agreed or approved: nothing in it changes. Params: `inventory`, `state` (words)."""

    code = "inventory_frozen"


class InventoryNotAgreed(Conflict):
    """Only an agreed inventory is approved or sent back. Params: `inventory`."""

    code = "inventory_not_agreed"


class InventoryNotApproved(Conflict):
    """Only an approved inventory is corrected; before that it is simply changed. Params: `inventory`."""

    code = "inventory_not_approved"


class InventoryEmpty(Conflict):
    """There is nothing to agree. Params: `inventory`."""

    code = "inventory_empty"


class InventoryUnderWay(Conflict):
    """A section of this kind and year is not approved yet. Params: `inventory`, `year`."""

    code = "inventory_under_way"


class InventoryChanged(Conflict):
    """It was sent back and agreed anew since the person looked at it. Params: `inventory`."""

    code = "inventory_changed"


class OwnInventory(Conflict):
    """Who drew it up, or put case files into it, does not approve it. Params: `inventory`, `login`."""

    code = "own_inventory"


class InventoryNumberFixed(Conflict):
    """The inventory has had its number since an earlier section. Params: `number`, `said`."""

    code = "inventory_number_fixed"


class ProtocolMissing(ArchiveError):
    """The decision of the commission must be named."""

    code = "protocol_missing"


class NothingCorrected(ArchiveError):
    """The correction says what stands there already, or nothing. Params: `field`."""

    code = "nothing_corrected"
