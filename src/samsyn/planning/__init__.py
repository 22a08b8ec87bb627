"""The day plan: who visits whom, when. No Django, no clock; the same problem, seed and trials give the same plan.

    from samsyn.planning.problem import Problem, Plan  # what is asked, what is answered
    from samsyn.planning.faults import faults          # what is wrong with it, before any search
    from samsyn.planning.solve import solve            # solve(problem, seed=1, trials=300_000).plan
    from samsyn.planning.reference import parts, wrong # what a plan costs and breaks, apart from the search

`formats` reads and writes files; `repair`, `explain`, `conflicts`, `gains`, `pattern`, `units` and `calibrate` are told
in docs/planning.md. What is compiled is loaded only by what searches.
"""
