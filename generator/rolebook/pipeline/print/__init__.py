"""`rolebook print`: an order to copies, each typeset, recorded in the ledger and written."""
