//! The pipeline, top to bottom: from two snapshots to findings.

mod article;
mod entities;
mod example;
mod explain;
mod facts;
mod files;
mod history;
mod judge;
#[cfg(test)]
mod laws;
mod newness;
mod sides;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use article::Unread;
pub use entities::{Entities, ListedEntity, ListedName, Place, Suggestion, entities};
pub use example::{ExampleResult, test_example};
pub use explain::{Explained, explain};
pub use files::{FileReason, files};
pub use judge::{Judge, load_judge};
pub use sides::Mode;

use article::{Article, Corpus};
use facts::ledger;
use history::{trace_back, written_by};
use sides::Sides;

use crate::contradiction::{self, Contradiction};
use crate::diagnostic::{Diagnostic, Scope, Severity, code};
use crate::git::{GitError, Repository};
use crate::ledger::{Fact, Ledger};
use crate::rule::nearest;
use crate::source::{RepoPath, Sources};
use crate::suppress::{Covered, suppress};

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
}

impl Request {
    /// The day from which undated new text counts ("yesterday", "on 12 May"): none in an audit, whose
    /// texts were written long before.
    fn writing_day(&self) -> Option<Date> {
        (self.mode != Mode::All).then_some(self.as_of)
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
    pub fail_on: crate::config::FailOn,
    /// Whether something that had to be read could not be: a changed article, the configuration.
    pub incomplete: bool,
    /// How many articles the repository (and the paths asked for) hold.
    pub articles: usize,
}

/// Compares what the new snapshot adds with what it has established.
///
/// # Errors
///
/// Where Git cannot be read. Mistakes in the user's files and articles that cannot be read are
/// part of the outcome, which is then incomplete.
pub fn check(repository: &Repository, request: &Request) -> Result<Outcome, GitError> {
    let sides = Sides::of(repository, &request.mode)?;
    let mut sources = Sources::new();
    let judge = load_judge(repository, &sides.new, &sides.listing, &mut sources)?;
    if !judge.mistakes.is_empty() {
        return Ok(unjudged(judge, sources, request));
    }
    if let Some(unknown) = unknown_rule(&request.ignore, &judge) {
        return Err(no_such_rule(unknown, &judge));
    }
    let corpus = Corpus::read(repository, &sides, &judge, request, &mut sources)?;
    let mut findings: Vec<Diagnostic> = corpus.findings();
    let mut established = Established::default();
    let run = Run {
        repository,
        request,
        sides: &sides,
        judge: &judge,
        corpus: &corpus,
        sources: &sources,
    };
    run.each_collection(&mut |ledger, contradictions| {
        let described = contradictions
            .iter()
            .filter_map(|contradiction| contradiction::describe(contradiction, ledger, &judge.rules));
        findings.extend(described);
        established.count(ledger);
    })?;
    findings.retain(|finding| is_asked_for(&request.paths, &sources.get(finding.claim.label.location.source).path));
    let mut suppressed = suppress(findings, &covered(&corpus), &request.ignore);
    suppressed
        .kept
        .sort_by(|a, b| sort_key(a, &sources).cmp(&sort_key(b, &sources)));
    for finding in &mut suppressed.kept {
        trace_back(repository, &sides, &sources, finding)?;
    }
    Ok(Outcome {
        findings: suppressed.kept,
        suppressed: suppressed.count,
        scope: scope(&corpus, &judge, &established, request, &sides),
        fail_on: judge.config.fail_on,
        incomplete: !corpus.unread_changed.is_empty(),
        articles: corpus.asked_for,
        sources,
    })
}

/// What a run has read before it compares.
struct Run<'r> {
    repository: &'r Repository,
    request: &'r Request,
    sides: &'r Sides,
    judge: &'r Judge,
    corpus: &'r Corpus,
    sources: &'r Sources,
}

impl Run<'_> {
    /// The facts of each collection, which is a world of its own, and what contradicts there.
    fn each_collection(&self, visit: &mut dyn FnMut(&Ledger, &[Contradiction])) -> Result<(), GitError> {
        for collection in collections(self.corpus, self.judge) {
            let ledger = ledger(self.corpus, self.judge, self.request, self.sides, collection);
            let contradictions = contradiction::find(&ledger, &self.judge.rules, &mut |fact| {
                written_by(self.repository, self.sides, self.sources, fact)
            })?;
            visit(&ledger, &contradictions);
        }
        Ok(())
    }
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

fn sort_key<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> impl Ord + 'a {
    finding.sort_key(&sources.get(finding.claim.label.location.source).path)
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

/// The collections that the articles belong to; none for those of no collection.
fn collections<'j>(corpus: &Corpus, judge: &'j Judge) -> BTreeSet<Option<&'j str>> {
    corpus
        .articles
        .iter()
        .map(|article| judge.config.articles.collection(&article.document.path))
        .collect()
}

/// What the ledgers of all collections hold as established.
#[derive(Default)]
struct Established {
    facts: usize,
    paths: BTreeSet<RepoPath>,
}

impl Established {
    fn count(&mut self, ledger: &Ledger) {
        let is_established = |fact: &&Fact| fact.provenance.establishes && !fact.newness.is_new();
        for fact in ledger.facts().map(|(_, fact)| fact).filter(is_established) {
            self.facts += 1;
            self.paths.insert(fact.provenance.path.clone());
        }
    }
}

fn covered(corpus: &Corpus) -> Vec<Covered> {
    corpus
        .articles
        .iter()
        .filter(|article| !article.document.directives.is_empty())
        .map(|article| Covered {
            path: article.document.path.clone(),
            source: article.document.source,
            directives: article
                .document
                .directives
                .iter()
                .map(|directive| {
                    let sentences = article
                        .document
                        .sentences
                        .get(directive.sentences.clone())
                        .unwrap_or_default();
                    let spans = sentences
                        .iter()
                        .map(|sentence| article.document.span(sentence.range.clone()))
                        .collect();
                    (directive.clone(), spans)
                })
                .collect(),
            changed: article.changed,
        })
        .collect()
}

fn scope(corpus: &Corpus, judge: &Judge, established: &Established, request: &Request, sides: &Sides) -> Scope {
    let changed = |article: &&Article| article.changed && is_asked_for(&request.paths, &article.document.path);
    Scope {
        mode: request.mode.as_str(),
        documents: corpus.articles.iter().filter(changed).count(),
        claims: corpus
            .articles
            .iter()
            .filter(changed)
            .map(|article| article.extraction.claims.len())
            .sum(),
        facts: established.facts,
        articles: established.paths.len(),
        unreadable: corpus
            .unread_changed
            .iter()
            .map(|unread| (unread.path.clone(), unread.reason.clone()))
            .collect(),
        not_read: corpus.other_language.clone(),
        remarks: corpus.remarks(),
        as_of: request.as_of.to_string(),
        judge_changed: judge
            .files
            .iter()
            .filter(|file| sides.is_changed(file))
            .cloned()
            .collect(),
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
        scope: Scope {
            mode: request.mode.as_str(),
            as_of: request.as_of.to_string(),
            remarks: vec!["no article was read: the files above must be mended first".to_owned()],
            ..Scope::default()
        },
        fail_on: judge.config.fail_on,
        incomplete: true,
        articles: 0,
        sources,
    }
}
