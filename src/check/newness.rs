//! Which claims a change adds: those that no old version of the changed articles holds.

use jiff::civil::Date;

use super::article::Article;
use crate::claim::Claim;
use crate::ledger::Newness;
use crate::rule::{Persistence, RuleSet};

/// What an article said before the change.
#[derive(Debug, Clone, Default)]
pub(super) struct OldVersion {
    /// Its claims.
    pub(super) claims: Vec<Claim>,
    /// The day that it said it was written on.
    pub(super) written: Option<Date>,
}

/// A claim of an old version that its article does not hold any more.
#[derive(Debug, Clone)]
pub(super) struct Dropped {
    /// The claim.
    pub(super) claim: Claim,
    /// The day that its article said it was written on.
    pub(super) written: Option<Date>,
}

/// For each claim of an article, against which of its old versions it is new; and what each old version
/// held that is gone. An article that a version has unchanged has none there.
pub(super) fn mark(
    claims: &[Claim],
    written: Option<Date>,
    olds: Vec<Option<OldVersion>>,
    rules: &RuleSet,
) -> (Vec<Newness>, Vec<Vec<Dropped>>) {
    let mut left: Vec<Option<Vec<Dropped>>> = olds
        .into_iter()
        .map(|old| {
            let old = old?;
            let written = old.written;
            Some(old.claims.into_iter().map(|claim| Dropped { claim, written }).collect())
        })
        .collect();
    let newness = claims
        .iter()
        .map(|claim| {
            Newness::against(left.iter_mut().map(|old| match old {
                None => false,
                Some(dropped) => !take(dropped, claim, written, rules),
            }))
        })
        .collect();
    (newness, left.into_iter().map(Option::unwrap_or_default).collect())
}

/// A sentence that was carried from one changed article to another is not new; `gone` is what articles
/// said, in each old snapshot, that are not there any more.
pub(super) fn carry_over(articles: &mut [Article], gone: Vec<Vec<Dropped>>, rules: &RuleSet) {
    for (parent, mut pool) in gone.into_iter().enumerate() {
        let dropped = articles
            .iter_mut()
            .filter_map(|article| article.dropped.get_mut(parent).map(std::mem::take));
        pool.extend(dropped.flatten());
        if pool.is_empty() {
            continue;
        }
        for article in articles.iter_mut().filter(|article| article.changed) {
            for (claim, newness) in article.claims.iter().zip(&mut article.newness) {
                if newness.is_new_against(parent) && take(&mut pool, claim, article.written, rules) {
                    *newness = newness.but_not_against(parent);
                }
            }
        }
    }
}

/// Takes the equal of a claim from what was said before; each serves once.
fn take(dropped: &mut Vec<Dropped>, claim: &Claim, written: Option<Date>, rules: &RuleSet) -> bool {
    // What may change holds on the day of its article, unless it says another.
    let dated_by_article = claim.as_of.is_none()
        && rules
            .get(&claim.rule)
            .is_some_and(|rule| rule.persistence != Persistence::Fixed);
    let equal = |old: &Dropped| old.claim.same_statement(claim) && (!dated_by_article || old.written == written);
    match dropped.iter().position(equal) {
        Some(at) => {
            dropped.remove(at);
            true
        }
        None => false,
    }
}
