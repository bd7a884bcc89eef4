"""The pages that commands show people, each in a module named after its command.

    show_claim, show_actor, show_source, show_event · list_claims, list_records · why · diff · replay · log
    doctor · schema

What several of them share:

    phrases     from where one looks, who stands where, when something was
    evidence    who stands where on a claim, with what was said and by whose account
    changes     the status of claims before and after, and who stands where then
    entry       an event as the log itself has it
"""
