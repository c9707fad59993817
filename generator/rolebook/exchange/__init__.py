"""Files that other people edit: read with care, written so that nothing in them acts."""
