"""From the bytes of a page to the policy text, whole and alone."""
