//! What a repository lets be: which findings it takes away, and what of it has no use any more.

use std::borrow::Cow;

use super::corpus::Touched;
use super::run::Run;
use super::standing::{Keeping, Watch};
use super::{Request, contradiction};
use crate::contradiction::Contradiction;
use crate::diagnostic::{Diagnostic, Fingerprint, Message, code};
use crate::document::Until;
use crate::git::{GitError, Repository};
use crate::ledger::{FactId, Ledger};
use crate::rule::builtin_files;
use crate::source::{LineIndex, RepoPath};
use crate::suppress::{Baseline, Exceptions, Suppressed, Way, holds, suppress};

/// Takes away what the repository and the run let be.
pub(super) fn let_be(findings: Vec<Diagnostic>, run: &Run<'_>) -> Suppressed {
    // A rule that is switched off is one that there is.
    let enabled = run.judge.rules.rules().iter().map(|rule| rule.id.as_str());
    let built_in = builtin_files().iter().map(|(id, _)| *id);
    let own = run.judge.own_rules.iter().map(String::as_str);
    let rules: Vec<&str> = enabled.chain(built_in).chain(own).collect();
    let nothing = Baseline::default();
    let exceptions = Exceptions {
        covered: &run.corpus.covered(),
        single: &run.judge.exceptions,
        baseline: match run.request.uses_baseline {
            true => &run.judge.baseline,
            false => &nothing,
        },
        ignored: &run.request.ignore,
        rules: &rules,
        today: run.request.as_of,
        sees_all: run.sides.is_audit && run.request.paths.is_empty(),
    };
    suppress(findings, &exceptions)
}

/// A comment that silences what was there before the change is not useless: takes away what was said
/// against such ones.
pub(super) fn forgive_needed(run: &mut Run<'_>, kept: &mut Vec<Diagnostic>) -> Result<(), GitError> {
    let is_unused = |finding: &Diagnostic| finding.code.as_str() == code::UNUSED_SUPPRESSION;
    if !kept.iter().any(is_unused) {
        return Ok(());
    }
    run.gather_all()?;
    let mut all: Vec<Diagnostic> = run.corpus.findings(Touched::OrNot);
    run.each_collection_as_new(&mut |ledger, contradictions| {
        let described = contradictions.iter();
        all.extend(described.filter_map(|found| contradiction::describe(found, ledger, &run.judge.rules)));
    })?;
    let mut unused = let_be(all, run).kept;
    unused.retain(is_unused);
    kept.retain(|finding| !is_unused(finding) || unused.contains(finding));
    Ok(())
}

/// A contradiction without the pairs that the baseline holds, so that what is shown is what is new; whole where
/// the baseline holds all of them, which is then taken away as a whole. `passed_over` takes the names of the pairs
/// that are not shown.
pub(super) fn beside_baseline<'c>(
    found: &'c Contradiction,
    ledger: &Ledger<'_>,
    run: &Run<'_>,
    passed_over: &mut Vec<Fingerprint>,
) -> Cow<'c, Contradiction> {
    let baseline = &run.judge.baseline;
    let claim = ledger.get(found.claim);
    let rule = run.judge.rules.get(&claim.claim.rule);
    let Some(rule) = rule.filter(|_| run.request.uses_baseline && !baseline.is_empty()) else {
        return Cow::Borrowed(found);
    };
    let name = |id: FactId| contradiction::pair(claim, ledger.get(id), rule);
    let Some(left) = found.only(|id| !baseline.has(&name(id))) else {
        return Cow::Borrowed(found);
    };
    passed_over.extend(found.facts().map(name).filter(|pair| baseline.has(pair)));
    Cow::Owned(left)
}

/// What of the baseline is not found any more, by a run that sees everything.
pub(super) fn mended(run: &Run<'_>, suppressed: &Suppressed, passed_over: &[Fingerprint]) -> Option<Message> {
    let (request, baseline) = (run.request, &run.judge.baseline);
    let sees_all = run.sides.is_audit && request.paths.is_empty() && request.uses_baseline;
    if !sees_all || baseline.is_empty() {
        return None;
    }
    let mut found = Baseline::of(&suppressed.kept, &run.sources);
    found.extend(Baseline::of(&suppressed.suppressed, &run.sources));
    found.take(baseline, passed_over);
    let count = baseline.without(&found).len();
    (count > 0).then(|| Message::new("remark-baseline-left").with("count", count))
}

/// A way out and what it does today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedException {
    /// The file in which it stands.
    pub path: RepoPath,
    /// Its line, from 1.
    pub line: usize,
    /// The rules that a directive names, or a fingerprint.
    pub of: String,
    /// Whether it is a comment in an article.
    pub is_directive: bool,
    /// Its number in its file, from 0.
    pub number: usize,
    /// Why; empty where it does not say.
    pub reason: String,
    /// Its last day.
    pub until: Option<String>,
    /// What it does.
    pub standing: Standing,
}

/// What a way out does today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It takes away so many findings, or sides of findings.
    Used(usize),
    /// Nothing.
    Unused,
    /// Nothing, since its last day is over.
    Expired,
}

/// All directives and exceptions by fingerprint, by an audit, in the order of their places; and how many
/// entries the baseline has.
///
/// # Errors
///
/// Where Git cannot be read, or the user's files cannot be used.
pub fn exceptions(
    repository: &Repository,
    request: &Request,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<(Vec<ListedException>, usize), GitError> {
    let Some(run) = Run::whole(repository, request, keeping, watch)? else {
        return Ok((Vec::new(), 0));
    };
    let mut findings: Vec<Diagnostic> = run.corpus.findings(Touched::OrNot);
    run.each_collection(&mut |ledger, contradictions| {
        let described = contradictions.iter();
        findings.extend(described.filter_map(|found| contradiction::describe(found, ledger, &run.judge.rules)));
    })?;
    let used = let_be(findings, &run).used;
    let standing = |way: Way, is_over: bool| match used.get(&way) {
        _ if is_over => Standing::Expired,
        Some(count) => Standing::Used(*count),
        None => Standing::Unused,
    };
    let line = |source, at| {
        let text = run.sources.get(source).text();
        LineIndex::new(text).position(text, at).line
    };
    let mut listed = Vec::new();
    for article in run.corpus.covered() {
        for (number, (directive, _)) in article.directives.iter().enumerate() {
            listed.push(ListedException {
                path: article.path.clone(),
                line: line(article.source, directive.span.start),
                of: directive.rules.join(", "),
                is_directive: true,
                number,
                reason: directive.reason.clone(),
                until: directive.until.as_ref().map(|until| match until {
                    Until::Day(day) => day.to_string(),
                    Until::Unreadable(text) => text.clone(),
                }),
                standing: standing(Way::Directive(article.source, number), !directive.holds(request.as_of)),
            });
        }
    }
    for (number, exception) in run.judge.exceptions.iter().enumerate() {
        let location = exception.location;
        listed.push(ListedException {
            path: run.sources.get(location.source).path.clone(),
            line: line(location.source, location.span.start),
            of: exception.fingerprint.clone(),
            is_directive: false,
            number: run
                .judge
                .exceptions
                .iter()
                .take(number)
                .filter(|before| before.location.source == location.source)
                .count(),
            reason: exception.reason.clone(),
            until: exception.until.map(|day| day.to_string()),
            standing: standing(Way::Single(number), !holds(exception.until, request.as_of)),
        });
    }
    listed.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    Ok((listed, run.judge.baseline.len()))
}
