"""One model over several municipalities where no row leaves any of them, and no count of any one of them is seen.

The region asks (`query`), each municipality computes, masks, looks, approves and sends one file (`site`, `masks`), the
region adds the files (`region`), fits, and remembers what has been asked (`budget`).

Why masks. The information matrix X'WX of dummy-coded factors is a table of two-way counts: exactly so for the identity
and gamma-log families, times a known weight for logit. A site's matrix shown to the region would be a site's counts.
So each pair of sites shares a secret, from which both draw the same numbers; one adds them and the other takes
them away (Bonawitz and others 2017, Practical Secure Aggregation, section 4.0, without their recovery of lost sites).
All arithmetic is in integers modulo 2^128, so one file alone is uniformly random whatever it hides, and the sum over
all sites is exact. If one site is missing the sum is noise and is refused.

What the sum may show. Before any sum is opened each site adds a masked 0 or 1 for every combination that the sums could
show: 1 where it holds at least eight rows. Three such sites are needed for each combination, or the query is refused.
The combinations are pairs of levels; each level with the outcome (X'y) where this is yes or no; the bins of a histogram
by group; for families whose weights move from round to round, the whole cross of factors, as several rounds together
could be solved for it (`Query.clear`); and all of these again of the rows by which this query differs from an earlier
one, since one answer less the other is the answer for those rows (`shown`). Sites are asked together with the same
others each time, and answer from the same extract (`budget`, `site.Diary`).

Whom this guards against. A region that follows the procedure and is curious, and one or two sites that hand it all they
know: of a combination that three sites hold in number, at least one other's eight rows remain. Not guarded against: a
region that sends made-up coefficients to steer what the sums weight (it cannot send different ones to different sites,
nor one round twice; both give noise or a refusal); all sites but one together with the region; a site that answers
falsely; sums of an outcome that one row dominates; and levels recoded between queries so that they differ by few rows.
"""
