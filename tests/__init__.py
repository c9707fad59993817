"""Tests. `rolebook` is tested through what its users see."""
