"""Whether a capture is an observation of the policy at all."""
