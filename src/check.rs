//! The pipeline, top to bottom: from two snapshots to findings.

mod accept;
mod article;
mod building;
mod corpus;
mod entities;
mod example;
mod exceptions;
mod explain;
mod facts;
mod file_set;
mod files;
mod history;
mod judge;
mod known;
#[cfg(test)]
mod laws;
mod newness;
mod past;
mod related;
mod reuse;
mod run;
mod scope;
mod sides;
mod standing;
mod survey;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub use accept::{Accepted, accepted};
pub use corpus::Unread;
pub use entities::{Entities, ListedEntity, ListedName, Place, Suggestion, entities};
pub use example::{ExampleResult, test_example};
pub use exceptions::{ListedException, Standing as ExceptionStanding, exceptions};
pub use explain::{Explained, explain};
pub use file_set::Files;
pub use files::{FileReason, files};
pub use judge::{Judge, load_judge};
pub use known::{KnownAttribute, KnownEntity, KnownValue, StatedAt, known};
pub use past::{Event, Past, past};
pub use run::Untouched;
pub use sides::{Mode, changed_paths};
pub use standing::{Indexed, Keeping, Unwatched, Watch, index, store_in_use};
pub use survey::{Survey, survey};

use corpus::Touched;
use exceptions::{beside_baseline, forgive_needed, let_be, mended};
use run::{Prepared, Run};
use standing::fill;

use crate::config::FailOn;
use crate::contradiction;
use crate::diagnostic::{Diagnostic, Fingerprint, Scope, Severity, code};
use crate::document::is_in_front_matter;
use crate::git::{GitError, Repository};
use crate::language::guess;
use crate::ledger::{Store, StoreError};
use crate::rule::nearest;
use crate::source::{Location, RepoPath, SourceId, Sources};

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which snapshots are compared.
    pub mode: Mode,
    /// Paths (files or folders) whose findings are reported; empty for all.
    pub paths: Vec<RepoPath>,
    /// The day that undated new text is taken to be written on.
    pub as_of: Date,
    /// Rules that the run ignores.
    pub ignore: Vec<String>,
    /// The revision whose configuration, rules and facts judge; none for those of what is checked.
    pub config_from: Option<String>,
    /// Whether what the baseline holds is let be.
    pub uses_baseline: bool,
}

impl Request {
    /// A run that reports everything.
    pub fn new(mode: Mode, as_of: Date) -> Self {
        Self {
            mode,
            paths: Vec::new(),
            as_of,
            ignore: Vec::new(),
            config_from: None,
            uses_baseline: true,
        }
    }
}

/// What a run found.
#[derive(Debug)]
pub struct Outcome {
    /// Findings, sorted.
    pub findings: Vec<Diagnostic>,
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// All texts that were read.
    pub sources: Sources,
    /// What was read.
    pub scope: Scope,
    /// When the run fails, by the configuration.
    pub fail_on: FailOn,
    /// Whether something that had to be read could not be: a changed article, the configuration.
    pub incomplete: bool,
    /// How many articles there are among the paths asked for, as far as the run looked.
    pub articles: usize,
    /// Where the change touches no article that was asked for: what is needed to look for articles after all.
    pub untouched: Option<Untouched>,
    /// The gravest contradiction of the files asked for that is told at the file on its other side, which
    /// changed too and was not asked for.
    pub told_elsewhere: Option<Severity>,
    /// Why the ledger that should be kept was not used.
    pub ledger_problem: Option<StoreError>,
    /// The files of pinned facts.
    pub pinned: BTreeSet<SourceId>,
    /// What each code that speaks is about, in one line.
    pub about: BTreeMap<String, String>,
}

/// Compares what the new snapshot adds with what it has established.
///
/// # Errors
///
/// Where Git cannot be read. Mistakes in the user's files and articles that cannot be read are
/// part of the outcome, which is then incomplete.
pub fn check(repository: &Repository, request: &Request) -> Result<Outcome, GitError> {
    check_kept(repository, request, &Keeping::Nothing, &Unwatched)
}

/// The same with a ledger that is kept from run to run; the outcome is the same.
///
/// # Errors
///
/// As [`check`]: what is wrong with the ledger is told in the outcome.
pub fn check_kept(
    repository: &Repository,
    request: &Request,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<Outcome, GitError> {
    let (outcome, problem) = check_once(repository, request, keeping, watch)?;
    match problem {
        None => Ok(outcome),
        // Nothing of it can be trusted.
        Some(problem) => {
            let is_gone = matches!(&problem, StoreError::Damaged(path) if Store::discard(path).is_ok());
            let again = match is_gone {
                true => keeping,
                false => &Keeping::Nothing,
            };
            let (mut outcome, mut failure) = check_once(repository, request, again, watch)?;
            if failure.is_some() {
                (outcome, failure) = check_once(repository, request, &Keeping::Nothing, watch)?;
            }
            Ok(Outcome {
                ledger_problem: failure.or(Some(problem)),
                ..outcome
            })
        }
    }
}

/// A run, and what went wrong in the ledger while it was asked.
fn check_once(
    repository: &Repository,
    request: &Request,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<(Outcome, Option<StoreError>), GitError> {
    let mut run = match Run::prepare(repository, request, keeping, watch)? {
        Prepared::Whole(run) => *run,
        Prepared::Untouched(untouched) => return Ok((unread(request, *untouched), None)),
        Prepared::Unjudged(judge, sources) => return Ok((unjudged(*judge, sources, request), None)),
    };
    if let Some(unknown) = unknown_rule(&request.ignore, &run.judge) {
        return Err(no_such_rule(unknown, &run.judge));
    }
    let mut findings: Vec<Diagnostic> = run.corpus.findings(Touched::Only);
    let mut passed_over: Vec<Fingerprint> = Vec::new();
    run.each_collection(&mut |ledger, contradictions| {
        for found in contradictions {
            let shown = beside_baseline(found, ledger, &run, &mut passed_over);
            findings.extend(contradiction::describe(&shown, ledger, &run.judge.rules));
        }
    })?;
    let mut suppressed = let_be(findings, &run);
    forgive_needed(&mut run, &mut suppressed.kept)?;
    let remark = mended(&run, &suppressed, &passed_over);
    let is_asked_for = |finding: &Diagnostic| is_asked_for(&request.paths, path_of(finding, &run.sources));
    let (mut kept, others): (Vec<Diagnostic>, Vec<Diagnostic>) = suppressed.kept.into_iter().partition(is_asked_for);
    kept.sort_by(|a, b| sort_key(a, &run.sources).cmp(&sort_key(b, &run.sources)));
    let mut history = run.history();
    for finding in &mut kept {
        history.trace_back(finding)?;
    }
    drop(history);
    read_shown(&run, &kept)?;
    drop_foreign_edits(&mut kept, &run.sources);
    keep_out_of_front_matter(&mut kept, &run.sources);
    let elsewhere = told_elsewhere(&others, &run);
    let problem = run.standing.failure.clone().or(run.standing.index.failure());
    // Where among all paths others stand is looked up only where somebody asks.
    let is_sure = request.paths.is_empty() || run.corpus.asked_for > 0;
    let standing = match request.paths.is_empty() {
        true => usize::try_from(run.standing_totals.articles).unwrap_or_default(),
        false => 0,
    };
    let about = kept.iter().map(|finding| {
        let code = finding.code.as_str();
        let rule = run.judge.rules.get(code);
        let about = rule.map_or_else(|| code::about(code).to_owned(), |rule| rule.summary.clone());
        (code.to_owned(), about)
    });
    let outcome = Outcome {
        about: about.collect(),
        findings: kept,
        suppressed: suppressed
            .suppressed
            .iter()
            .filter(|finding| is_asked_for(finding))
            .count(),
        scope: scope::of(&run, &elsewhere, remark),
        fail_on: run.judge.config.fail_on,
        incomplete: !run.corpus.unread_changed.is_empty(),
        articles: run.corpus.asked_for + standing,
        untouched: (!is_sure).then(|| Untouched::new(run.sides.new, run.judge.config)),
        told_elsewhere: elsewhere.iter().map(|(severity, _)| *severity).max(),
        ledger_problem: run.standing.problem,
        pinned: run.judge.facts.iter().map(|pinned| pinned.source).collect(),
        sources: run.sources,
    };
    Ok((outcome, problem))
}

/// Reads the texts that findings show.
fn read_shown(run: &Run<'_>, findings: &[Diagnostic]) -> Result<(), GitError> {
    for finding in findings {
        for side in std::iter::once(&finding.claim).chain(&finding.established) {
            fill(run.repository, &run.sources, side.label.location.source)?;
        }
    }
    Ok(())
}

/// A comment above front matter would make text of it: what stands there is let be by its fingerprint.
fn keep_out_of_front_matter(findings: &mut [Diagnostic], sources: &Sources) {
    for finding in findings {
        let location = finding.claim.label.location;
        if is_in_front_matter(sources.get(location.source).text(), location.span.start) {
            let by_fingerprint = contradiction::by_fingerprint(&finding.fingerprint);
            finding.help = finding.help.clone().instead("keep", by_fingerprint);
        }
    }
}

/// Words of another language cannot stand in the place of those of an article.
fn drop_foreign_edits(findings: &mut [Diagnostic], sources: &Sources) {
    let language = |source| guess(sources.get(source).text());
    let words = |location: Location| {
        sources
            .get(location.source)
            .text()
            .get(location.span.start..location.span.end)
    };
    for finding in findings {
        finding.edit = finding.edit.filter(|edit| {
            let (one, other) = (edit.at.source, edit.with.source);
            words(edit.at) != words(edit.with) && (one == other || language(one) == language(other))
        });
    }
}

/// What the changed files asked for contradict in other changed files that were not, where it is told:
/// how grave each is, and that file.
///
/// Which side of a pair is the claim does not depend on what is asked for, so that runs over parts of
/// a list of files tell each pair once.
fn told_elsewhere(others: &[Diagnostic], run: &Run<'_>) -> Vec<(Severity, RepoPath)> {
    let concerns = |finding: &&Diagnostic| {
        let sides = finding.established.iter();
        let mut paths = sides.map(|side| &run.sources.get(side.label.location.source).path);
        paths.any(|path| is_asked_for(&run.request.paths, path) && run.sides.is_changed(path))
    };
    let others = others.iter().filter(concerns);
    others
        .map(|finding| (finding.severity, path_of(finding, &run.sources).clone()))
        .collect()
}

fn no_such_rule(unknown: &str, judge: &Judge) -> GitError {
    let known: Vec<&str> = judge.rules.rules().iter().map(|rule| rule.id.as_str()).collect();
    GitError::Other {
        doing: format!("ignore \"{unknown}\""),
        reason: match nearest(unknown, &known) {
            Some(near) => format!("there is no such rule; did you mean \"{near}\"?"),
            None => "there is no such rule; `factlint rules list` shows all".to_owned(),
        },
    }
}

/// The first of the rules to ignore that is neither a rule nor a built-in code.
fn unknown_rule<'r>(ignored: &'r [String], judge: &Judge) -> Option<&'r String> {
    ignored
        .iter()
        .find(|id| judge.rules.get(id).is_none() && !code::ALL.contains(&id.as_str()))
}

fn path_of<'a>(finding: &Diagnostic, sources: &'a Sources) -> &'a RepoPath {
    &sources.get(finding.claim.label.location.source).path
}

fn sort_key<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> impl Ord + 'a {
    finding.sort_key(path_of(finding, sources))
}

/// Whether a path is among the paths asked for, or in a folder among them.
pub(crate) fn is_asked_for(asked: &[RepoPath], path: &RepoPath) -> bool {
    asked.is_empty()
        || asked.iter().any(|wanted| {
            let folder = wanted.as_str().trim_end_matches('/');
            folder.is_empty()
                || folder == "."
                || path.as_str() == folder
                || path
                    .as_str()
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
        })
}

/// The outcome of a run whose change touches no article and nothing that judges articles.
fn unread(request: &Request, untouched: Untouched) -> Outcome {
    Outcome {
        findings: Vec::new(),
        suppressed: 0,
        scope: scope::untouched(request),
        fail_on: FailOn::default(),
        incomplete: false,
        articles: 0,
        untouched: Some(untouched),
        told_elsewhere: None,
        ledger_problem: None,
        about: BTreeMap::new(),
        pinned: BTreeSet::new(),
        sources: Sources::new(),
    }
}

/// The outcome of a run whose configuration, rules or facts cannot be used.
fn unjudged(judge: Judge, sources: Sources, request: &Request) -> Outcome {
    let mut findings = judge.mistakes;
    findings.retain(|finding| finding.severity == Severity::Error);
    findings.sort_by(|a, b| sort_key(a, &sources).cmp(&sort_key(b, &sources)));
    Outcome {
        findings,
        suppressed: 0,
        scope: scope::unjudged(request),
        fail_on: judge.config.fail_on,
        incomplete: true,
        articles: 0,
        untouched: None,
        told_elsewhere: None,
        ledger_problem: None,
        about: BTreeMap::new(),
        pinned: BTreeSet::new(),
        sources,
    }
}
