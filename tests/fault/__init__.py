"""Real faults: torn and flipped bytes, killed writers, failing system calls, full disks, broken caches.

`FAULT_ROUNDS` says how hard they try, 1 by default; with more the states that are sampled are tried all of them, and
what is left to chance is tried that many times.
"""
