//! The articles that a run compares: those that changed, and what stands that speaks of the same.

use jiff::civil::Date;

use super::article::{self, Article, Changed};
use super::judge::Judge;
use super::newness::{self, Dropped};
use super::sides::Sides;
use super::standing::Standing;
use super::version::{CONFLICT, on_all_cores, read_text, read_version, written};
use super::{Request, is_asked_for};
use crate::diagnostic::{Diagnostic, Message};
use crate::git::{Entry, EntryKind, GitError, Repository};
use crate::ledger::{Content, Record};
use crate::source::{BlobId, RepoPath, SourceId, Sources};
use crate::suppress::Covered;

/// An article that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands.
    pub path: RepoPath,
    /// Why, and what to do.
    pub reason: String,
}

/// Which sentences of a changed article are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touched {
    /// Those that the change touched.
    Only,
    /// All.
    OrNot,
}

/// The articles that a run compares.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// In the order of their paths.
    pub(super) articles: Vec<Article>,
    pub(super) unread_changed: Vec<Unread>,
    pub(super) other_language: Vec<(RepoPath, String)>,
    /// How many changed articles there are among the paths asked for, read or not.
    pub(super) asked_for: usize,
    links: Vec<RepoPath>,
    generated: Vec<RepoPath>,
}

/// A text that waits to be parsed.
struct Waiting {
    source: SourceId,
    changed: Changed,
}

impl Corpus {
    /// Reads what the change adds or edits.
    pub(super) fn read(
        repository: &Repository,
        sides: &Sides,
        judge: &Judge,
        request: &Request,
        standing: &Standing,
        sources: &mut Sources,
    ) -> Result<Self, GitError> {
        let mut corpus = Corpus {
            unread_changed: unnamed(sides, judge),
            ..Corpus::default()
        };
        let mut waiting = Vec::new();
        let entries: Vec<Entry> = sides.changed_entries();
        let generated = judge.generated(entries.iter().map(|entry| &entry.path));
        for entry in entries {
            if !judge.config.articles.contains(&entry.path) {
                continue;
            }
            if generated.contains(&entry.path) {
                corpus.generated.push(entry.path);
                continue;
            }
            corpus.asked_for += usize::from(is_asked_for(&request.paths, &entry.path));
            if matches!(entry.kind, EntryKind::Symlink | EntryKind::Submodule) {
                corpus.links.push(entry.path);
                continue;
            }
            if let Some((blob, record)) = entry
                .blob
                .as_ref()
                .and_then(|blob| Some((blob, standing.known(&entry.path, blob)?)))
            {
                corpus.take_known(blob.clone(), &record, sides, judge, sources);
                continue;
            }
            match read_text(repository, &sides.new, &entry)? {
                Ok(text) => waiting.push(Waiting {
                    source: sources.add(entry.path.clone(), text),
                    changed: Changed {
                        before: sides.before(&entry.path),
                        path: entry.path,
                        blob: entry.blob,
                    },
                }),
                Err(reason) => corpus.unread_changed.push(Unread {
                    path: entry.path,
                    reason,
                }),
            }
        }
        corpus.unread_changed.extend(gone(repository, sides, judge)?);
        let undated = (!sides.is_audit).then_some(request.as_of);
        let parsed = on_all_cores(&waiting, |waiting| {
            let text = sources.get(waiting.source).text();
            read_version(judge, waiting.source, &waiting.changed.path, text, undated)
        });
        for (waiting, parsed) in waiting.into_iter().zip(parsed) {
            match parsed {
                Ok(read) => {
                    let changed = waiting.changed;
                    let article = article::changed(repository, judge, sources, request.as_of, changed, read)?;
                    corpus.articles.push(article);
                }
                Err(language) => corpus.other_language.push((waiting.changed.path, language)),
            }
        }
        corpus.articles.sort_by(|one, other| one.path.cmp(&other.path));
        let is_new = |article: &Article| article.newness.iter().any(|newness| newness.is_new());
        if corpus.articles.iter().any(is_new) {
            let gone = deleted(repository, judge, sides, request.as_of)?;
            newness::carry_over(&mut corpus.articles, gone, &judge.rules);
        }
        Ok(corpus)
    }

    /// Takes an article of an audit from what the ledger keeps of it: all of it is new.
    fn take_known(&mut self, blob: BlobId, record: &Record, sides: &Sides, judge: &Judge, sources: &mut Sources) {
        let path = record.path.clone();
        match &record.content {
            Content::Article(statements) => {
                let source = sources.expect(path.clone(), blob.clone());
                let mut article = Article::standing(path, source, blob, statements, Vec::new());
                let olds = sides
                    .olds
                    .iter()
                    .map(|_| Some(newness::OldVersion::default()))
                    .collect();
                (article.newness, article.dropped) =
                    newness::mark(&article.claims, article.written, olds, &judge.rules);
                article.changed = true;
                self.articles.push(article);
            }
            Content::Unreadable(reason) => self.unread_changed.push(Unread {
                path,
                reason: reason.clone(),
            }),
            Content::OtherLanguage(language) => self.other_language.push((path, language.clone())),
        }
    }

    /// Findings about the sentences of changed articles themselves.
    pub(super) fn findings(&self, touched: Touched) -> Vec<Diagnostic> {
        let findings = self.articles.iter().flat_map(|article| &article.findings);
        let wanted = findings.filter(|(_, is_touched)| *is_touched || touched == Touched::OrNot);
        wanted.map(|(finding, _)| finding.clone()).collect()
    }

    /// The comments that silence findings, and what they cover.
    pub(super) fn covered(&self) -> Vec<Covered> {
        self.articles.iter().filter_map(Article::covered).collect()
    }

    /// Adds articles that stand unchanged.
    pub(super) fn add_standing(&mut self, articles: Vec<Article>) {
        self.articles.extend(articles);
        self.articles.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// What a reader of the scope must know besides the counts.
    pub(super) fn remarks(&self) -> Vec<Message> {
        let said = |id, path: &RepoPath| Message::new(id).with("path", path.as_str());
        let links = self.links.iter().map(|path| said("remark-link", path));
        let generated = self.generated.iter().map(|path| said("remark-generated", path));
        links.chain(generated).collect()
    }
}

/// Changed articles whose names are not UTF-8, and what could not be opened.
fn unnamed(sides: &Sides, judge: &Judge) -> Vec<Unread> {
    let unread = |name: &String, reason: &str| Unread {
        path: RepoPath::new(name.clone()),
        reason: reason.to_owned(),
    };
    let names = sides.unrepresentable.iter();
    let articles = names.filter(|name| judge.config.articles.contains(&RepoPath::new((*name).clone())));
    articles
        .map(|name| unread(name, UNNAMED))
        .chain(sides.unreadable.iter().map(|name| unread(name, "unread-closed")))
        .collect()
}

/// Why an article whose name is not text is not read.
pub(super) const UNNAMED: &str = "unread-unnamed";

/// Where one side deleted or moved what the other changed, nothing may stand in the merged tree.
fn gone(repository: &Repository, sides: &Sides, judge: &Judge) -> Result<Vec<Unread>, GitError> {
    let mut gone = Vec::new();
    for path in sides.new.conflicts() {
        if judge.config.articles.contains(path) && repository.entry(&sides.new, path)?.is_none() {
            gone.push(Unread {
                path: path.clone(),
                reason: CONFLICT.to_owned(),
            });
        }
    }
    Ok(gone)
}

/// For each old snapshot, what its articles said that are not there any more.
fn deleted(repository: &Repository, judge: &Judge, sides: &Sides, as_of: Date) -> Result<Vec<Vec<Dropped>>, GitError> {
    let mut gone = Vec::with_capacity(sides.olds.len());
    for (snapshot, changes) in sides.olds.iter().zip(&sides.changes) {
        let mut dropped = Vec::new();
        let olds = changes.values().filter(|change| change.new.is_none());
        for old in olds.filter_map(|change| change.old.as_ref()) {
            if old.kind != EntryKind::File || !judge.config.articles.contains(&old.path) {
                continue;
            }
            if let Ok(text) = read_text(repository, snapshot, old)?
                && let Ok((document, extraction)) =
                    read_version(judge, SourceId::BUILT_IN, &old.path, &text, Some(as_of))
            {
                let written = written(&document);
                dropped.extend(extraction.claims.into_iter().map(|claim| Dropped { claim, written }));
            }
        }
        gone.push(dropped);
    }
    Ok(gone)
}
