"""The typed, frozen handbook. No input or output."""
