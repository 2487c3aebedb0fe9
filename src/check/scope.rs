//! What a run says that it read.

use std::collections::BTreeSet;

use super::article::Article;
use super::run::Run;
use super::{Mode, Request, is_asked_for};
use crate::diagnostic::{Message, Scope, Severity};
use crate::ledger::Newness;
use crate::source::{ATTRIBUTES, LineIndex, RepoPath};

/// What a run holds as established.
#[derive(Default)]
struct Established {
    facts: usize,
    paths: BTreeSet<RepoPath>,
}

impl Established {
    /// What was read beside what stands: what the change did not add to its articles, and what is pinned.
    fn of(run: &Run<'_>) -> Self {
        let mut established = Self::default();
        for article in run.corpus.articles.iter().filter(|article| article.changed) {
            if !run.judge.config.articles.establishes(&article.path) {
                continue;
            }
            // In an audit of some files, all others establish.
            let is_aside = run.sides.is_audit && !is_asked_for(&run.request.paths, &article.path);
            let is_established = |newness: &&Newness| is_aside || !newness.is_new_against(0);
            let facts = article.newness.iter().filter(is_established).count();
            if facts > 0 {
                established.facts += facts;
                established.paths.insert(article.path.clone());
            }
        }
        for pinned in &run.judge.facts {
            established.facts += 1;
            established.paths.insert(pinned.path.clone());
        }
        established
    }
}

/// The scope of a run that compared.
pub(super) fn of(run: &Run<'_>, elsewhere: &[(Severity, RepoPath)], remark: Option<Message>) -> Scope {
    let (request, corpus) = (run.request, &run.corpus);
    let changed = |article: &&Article| article.changed && is_asked_for(&request.paths, &article.path);
    let established = Established::of(run);
    let standing = run.standing_totals;
    let mut remarks = corpus.remarks();
    remarks.extend(run.standing.remarks());
    remarks.extend(remark_elsewhere(elsewhere));
    remarks.extend(remark_on_merge(run));
    remarks.extend(remarks_on_conflicts(run));
    remarks.extend(remark);
    let judge_changed = match run.sides.is_audit {
        true => Vec::new(),
        false => run.judge.config.judging(run.sides.changed_paths()),
    };
    Scope {
        documents: corpus.articles.iter().filter(changed).count(),
        claims: corpus
            .articles
            .iter()
            .filter(changed)
            .map(|article| article.claims.len())
            .sum(),
        facts: established.facts + usize::try_from(standing.facts).unwrap_or_default(),
        articles: established.paths.len() + usize::try_from(standing.establishing).unwrap_or_default(),
        unreadable: corpus
            .unread_changed
            .iter()
            .map(|unread| (unread.path.clone(), Message::of_reason(&unread.reason)))
            .collect(),
        not_read: corpus.other_language.clone(),
        remarks,
        judge_changed: judge_changed.into_iter().collect::<BTreeSet<_>>().into_iter().collect(),
        ignores_added: ignores_added(run),
        told_elsewhere: elsewhere.len(),
        ..empty(request)
    }
}

/// The scope of a run whose change touches nothing that is read.
pub(super) fn untouched(request: &Request) -> Scope {
    Scope {
        untouched: true,
        ..empty(request)
    }
}

/// The scope of a run that could not use the user's files.
pub(super) fn unjudged(request: &Request) -> Scope {
    Scope {
        remarks: vec![Message::new("remark-mend-first")],
        ..empty(request)
    }
}

fn empty(request: &Request) -> Scope {
    Scope {
        mode: request.mode.as_str(),
        sides: Some(request.mode.described()),
        as_of: request.as_of.to_string(),
        judged_by: request.config_from.clone(),
        ..Scope::default()
    }
}

/// A branch that holds all of what it would be merged into brings nothing together.
fn remark_on_merge(run: &Run<'_>) -> Option<Message> {
    let Mode::Merge { branch, into } = &run.request.mode else {
        return None;
    };
    let of_theirs = run.sides.changes.get(1)?;
    let already = || Message::new("remark-merge-empty").with("branch", branch.as_str());
    of_theirs.is_empty().then(|| already().with("into", into.as_str()))
}

/// Which files that count were not read as the merge will have them.
fn remarks_on_conflicts(run: &Run<'_>) -> Vec<Message> {
    let articles = &run.judge.config.articles;
    let at_tip = run.sides.as_at_tip.iter().filter(|path| articles.contains(path));
    let attributes = run
        .sides
        .new
        .conflicts()
        .iter()
        .filter(|path| path.file_name() == ATTRIBUTES);
    let said = |id, path: &RepoPath| Message::new(id).with("path", path.as_str());
    at_tip
        .map(|path| said("remark-at-tip", path))
        .chain(attributes.map(|path| said("remark-attributes-conflict", path)))
        .collect()
}

fn remark_elsewhere(elsewhere: &[(Severity, RepoPath)]) -> Option<Message> {
    let (_, first) = elsewhere.first()?;
    let counted = Message::new("remark-elsewhere").with("count", elsewhere.len());
    Some(counted.with("first", first.as_str()))
}

/// Where a change adds comments that silence findings.
fn ignores_added(run: &Run<'_>) -> Vec<(RepoPath, usize)> {
    if run.sides.is_audit {
        return Vec::new();
    }
    let mut added = Vec::new();
    for article in &run.corpus.articles {
        let text = run.sources.get(article.source).text();
        let lines = article
            .ignores_added
            .iter()
            .map(|span| LineIndex::new(text).position(text, span.start).line);
        added.extend(lines.map(|line| (article.path.clone(), line)));
    }
    added
}
