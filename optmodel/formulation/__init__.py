"""The mathematics as programs: two thin writers of the rules of a contract's rollout, and the joint model of all."""
