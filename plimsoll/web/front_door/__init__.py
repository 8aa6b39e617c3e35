"""The front door: referrals in, their triage, and who could hold what comes of them."""
