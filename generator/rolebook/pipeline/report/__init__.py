"""`rolebook report`: one page for HR on acknowledgement, reviews and translations."""
