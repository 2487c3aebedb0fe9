//! The articles of a snapshot, read and extracted, and which of their claims are new.

use std::num::NonZero;

use jiff::civil::Date;

use super::judge::Judge;
use super::newness::{self, Dropped, OldVersion};
use super::sides::{Before, Sides};
use super::{Request, is_asked_for};
use crate::config::Config;
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Severity, Side, code};
use crate::document::{DataColumns, DateOrigin, Directive, Document, Parsed, Settings, parse, touched_sentences};
use crate::extract::{Extraction, extract};
use crate::git::{Entry, EntryKind, GitError, Listing, Repository, Snapshot};
use crate::ledger::Newness;
use crate::source::{BlobId, Location, RepoPath, SourceId, Sources, Span};
use crate::suppress::Covered;

/// Larger files are no articles, in bytes.
const MAX_SIZE: u64 = 16 << 20;

/// Why a previewed merge leaves an article out.
const CONFLICT: &str = "the two sides conflict in it, so it was not checked: resolve that in the merge itself";

/// An article that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands.
    pub path: RepoPath,
    /// Why, and what to do.
    pub reason: String,
}

/// An article of the new snapshot.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) document: Document,
    pub(super) blob: Option<BlobId>,
    pub(super) extraction: Extraction,
    /// For each claim, against which old versions it is new.
    pub(super) newness: Vec<Newness>,
    /// For each old version, what it held that is gone.
    pub(super) dropped: Vec<Vec<Dropped>>,
    /// The day that the document says it was written on.
    pub(super) written: Option<Date>,
    /// Whether the run looks at it as changed.
    pub(super) changed: bool,
    /// Comments that silence findings and that no old version has.
    pub(super) ignores_added: Vec<Span>,
    touched: Vec<bool>,
}

/// Which sentences of a changed article are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touched {
    /// Those that the change touched.
    Only,
    /// All.
    OrNot,
}

/// All articles of the new snapshot.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) articles: Vec<Article>,
    pub(super) unread_changed: Vec<Unread>,
    pub(super) other_language: Vec<(RepoPath, String)>,
    /// How many articles there are among the paths asked for, read or not.
    pub(super) asked_for: usize,
    unread_base: Vec<Unread>,
    other_language_base: usize,
    links: Vec<RepoPath>,
    generated: Vec<RepoPath>,
    unlisted: Vec<String>,
}

/// A text that waits to be parsed.
struct Waiting {
    source: SourceId,
    path: RepoPath,
    blob: Option<BlobId>,
    changed: bool,
    before: Vec<Before>,
}

impl Corpus {
    pub(super) fn read(
        repository: &Repository,
        sides: &Sides,
        listing: &Listing,
        judge: &Judge,
        request: &Request,
        sources: &mut Sources,
    ) -> Result<Self, GitError> {
        let mut corpus = Corpus {
            unlisted: listing
                .unrepresentable
                .iter()
                .filter(|name| judge.config.articles.contains(&RepoPath::new((*name).clone())))
                .chain(&listing.unreadable)
                .filter(|name| !sides.unrepresentable.contains(name) && !sides.unreadable.contains(name))
                .cloned()
                .collect(),
            unread_changed: unnamed(sides, judge),
            ..Corpus::default()
        };
        let mut waiting = Vec::new();
        let generated = judge.generated(listing.entries.iter().map(|entry| &entry.path));
        for entry in &listing.entries {
            if !judge.config.articles.contains(&entry.path) {
                continue;
            }
            let changed = sides.is_changed(&entry.path);
            if generated.contains(&entry.path) {
                if changed {
                    corpus.generated.push(entry.path.clone());
                }
                continue;
            }
            corpus.asked_for += usize::from(is_asked_for(&request.paths, &entry.path));
            if matches!(entry.kind, EntryKind::Symlink | EntryKind::Submodule) {
                if changed {
                    corpus.links.push(entry.path.clone());
                }
                continue;
            }
            match read_text(repository, &sides.new, entry)? {
                Ok(text) => waiting.push(Waiting {
                    source: sources.add(entry.path.clone(), text),
                    path: entry.path.clone(),
                    blob: entry.blob.clone(),
                    changed,
                    before: if changed {
                        sides.before(&entry.path)
                    } else {
                        sides.olds.iter().map(|_| Before::Same).collect()
                    },
                }),
                Err(reason) => {
                    let unread = Unread {
                        path: entry.path.clone(),
                        reason,
                    };
                    if changed {
                        corpus.unread_changed.push(unread)
                    } else {
                        corpus.unread_base.push(unread)
                    }
                }
            }
        }
        // Where one side deleted or moved what the other changed, nothing may stand in the merged tree.
        let gone = sides.new.conflicts().iter().filter(|path| {
            judge.config.articles.contains(path) && !listing.entries.iter().any(|entry| entry.path == **path)
        });
        corpus.unread_changed.extend(gone.map(|path| Unread {
            path: path.clone(),
            reason: CONFLICT.to_owned(),
        }));
        let undated = (!sides.is_audit).then_some(request.as_of);
        let parsed = extract_all(&waiting, judge, sources, undated);
        for (waiting, parsed) in waiting.into_iter().zip(parsed) {
            match parsed {
                Ok((document, extraction)) => {
                    let article = article(repository, judge, sources, request.as_of, waiting, document, extraction)?;
                    corpus.articles.push(article);
                }
                Err(language) if waiting.changed => corpus.other_language.push((waiting.path, language)),
                Err(_) => corpus.other_language_base += 1,
            }
        }
        let is_new = |article: &Article| article.newness.iter().any(|newness| newness.is_new());
        if corpus.articles.iter().any(is_new) {
            let gone = deleted(repository, judge, sides, request.as_of)?;
            newness::carry_over(&mut corpus.articles, gone, &judge.rules);
        }
        Ok(corpus)
    }

    /// Findings about the sentences of changed articles themselves.
    pub(super) fn findings(&self, touched: Touched) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for article in self.articles.iter().filter(|article| article.changed) {
            let skipped = article.document.skipped.iter();
            findings.extend(skipped.map(|(span, reason)| skipped_part(&article.document, *span, reason)));
            for diagnostic in &article.extraction.diagnostics {
                let sentence = article.document.sentences.iter().position(|sentence| {
                    article.document.span(sentence.range.clone()) == diagnostic.claim.sentence.span
                });
                let is_touched = sentence.is_some_and(|index| article.touched.get(index) == Some(&true));
                if is_touched || touched == Touched::OrNot {
                    findings.push(diagnostic.clone());
                }
            }
        }
        findings
    }

    /// The comments that silence findings, and what they cover.
    pub(super) fn covered(&self) -> Vec<Covered> {
        let with_directives = self
            .articles
            .iter()
            .filter(|article| !article.document.directives.is_empty());
        with_directives
            .map(|article| Covered {
                path: article.document.path.clone(),
                source: article.document.source,
                directives: article
                    .document
                    .directives
                    .iter()
                    .map(|directive| (directive.clone(), spans(&article.document, directive)))
                    .collect(),
                changed: article.changed,
            })
            .collect()
    }

    /// What a reader of the scope must know besides the counts.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        for path in &self.links {
            remarks.push(format!(
                "not read: {path} is a link; what it points to is read where it stands"
            ));
        }
        for path in &self.generated {
            remarks.push(format!(
                "not read: .gitattributes marks {path} as generated or without diff (name it in `include` to read it)"
            ));
        }
        if let Some(first) = self.unread_base.first() {
            remarks.push(format!(
                "{} of the unchanged articles could not be read and establish nothing (first: {}: {})",
                self.unread_base.len(),
                first.path,
                first.reason
            ));
        }
        if self.other_language_base > 0 {
            remarks.push(format!(
                "{} unchanged articles are in a language that is not read",
                self.other_language_base
            ));
        }
        let broken = |article: &&Article| !article.changed && !article.document.skipped.is_empty();
        let mut broken = self.articles.iter().filter(broken);
        if let Some(first) = broken.next() {
            let reason = first.document.skipped.first().map_or("", |(_, reason)| reason.as_str());
            remarks.push(format!(
                "parts of {} unchanged articles could not be read (first: {}: {reason})",
                1 + broken.count(),
                first.document.path
            ));
        }
        for name in &self.unlisted {
            remarks.push(format!("not read: {name}"));
        }
        remarks
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
        .map(|name| unread(name, "its name is not UTF-8: rename it"))
        .chain(sides.unreadable.iter().map(|name| unread(name, "it cannot be opened")))
        .collect()
}

/// The sentences that a directive covers.
fn spans(document: &Document, directive: &Directive) -> Vec<Span> {
    let sentences = document.sentences.get(directive.sentences.clone());
    let sentences = sentences.unwrap_or_default().iter();
    sentences
        .map(|sentence| document.span(sentence.range.clone()))
        .collect()
}

/// Tells that a part of a changed article was not read.
fn skipped_part(document: &Document, span: Span, reason: &str) -> Diagnostic {
    let location = Location {
        source: document.source,
        span,
    };
    Diagnostic {
        code: Code::new(code::UNREADABLE_DOCUMENT),
        severity: Severity::Note,
        confidence: Confidence::High,
        message: format!("{}: {reason}", document.path),
        entity: None,
        attribute: None,
        fingerprint: Fingerprint::new(
            code::UNREADABLE_DOCUMENT,
            "",
            &mut [document.path.to_string(), reason.to_owned()],
        ),
        claim: Side::place(location, "not read from here".to_owned()),
        established: Vec::new(),
        notes: Vec::new(),
        help: "the rest of the article was read; mend this part, or leave it out of what is checked".to_owned(),
    }
}

/// The text of a blob, or why it is none.
fn read_text(repository: &Repository, snapshot: &Snapshot, entry: &Entry) -> Result<Result<String, String>, GitError> {
    if entry.kind == EntryKind::Conflicted {
        let reason = match snapshot.conflicts() {
            [] => "it has an unresolved merge conflict: resolve it and stage it",
            _ => CONFLICT,
        };
        return Ok(Err(reason.to_owned()));
    }
    if repository.size(snapshot, entry)? > MAX_SIZE {
        return Ok(Err("it is larger than 16 MB: exclude it in factlint.toml".to_owned()));
    }
    let bytes = repository.read(snapshot, entry)?;
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/v1") {
        return Ok(Err(
            "it is kept in Git LFS: the repository holds only a pointer; exclude it in factlint.toml".to_owned(),
        ));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Ok(Err("it is UTF-16: save it as UTF-8".to_owned()));
    }
    if bytes.iter().take(8_000).any(|byte| *byte == 0) {
        return Ok(Err("it is binary: exclude it in factlint.toml".to_owned()));
    }
    Ok(String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("it is not UTF-8 (byte {at}): save it as UTF-8")
    }))
}

type Extracted = Result<(Document, Extraction), String>;

/// Parses and extracts on all cores; the order of the texts is the order of the results.
fn extract_all(waiting: &[Waiting], judge: &Judge, sources: &Sources, undated: Option<Date>) -> Vec<Extracted> {
    let one = |waiting: &Waiting| {
        let text = &sources.get(waiting.source).text;
        read_version(
            judge,
            waiting.source,
            &waiting.path,
            text,
            undated.filter(|_| waiting.changed),
        )
    };
    let threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(waiting.len().div_ceil(16));
    if threads <= 1 {
        return waiting.iter().map(one).collect();
    }
    let share = waiting.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let workers: Vec<_> = waiting
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// How a path is read.
pub(super) fn settings_for(config: &Config, path: &RepoPath) -> Settings {
    let source = config.sources.iter().find(|source| source.has(path));
    Settings {
        language: source.and_then(|source| source.language),
        reads_comments: config.asides.comments,
        reads_navigation: config.asides.navigation,
        footers: config.asides.footers.clone(),
        data: source.map(|source| DataColumns {
            entity: source.entity.clone(),
            attributes: source.columns.clone(),
            at: source.at.clone(),
            as_of: source.as_of,
        }),
    }
}

/// One version of an article. Changed text that says no date is dated by the run.
fn read_version(judge: &Judge, source: SourceId, path: &RepoPath, text: &str, undated: Option<Date>) -> Extracted {
    match parse(source, path, text, &settings_for(&judge.config, path)) {
        Parsed::OtherLanguage(language) => Err(language),
        Parsed::Article(mut document) => {
            document.date = document.date.or(undated.map(|day| (day, DateOrigin::Run)));
            let extraction = extract(&judge.rules, &document);
            Ok((*document, extraction))
        }
    }
}

fn article(
    repository: &Repository,
    judge: &Judge,
    sources: &Sources,
    as_of: Date,
    waiting: Waiting,
    document: Document,
    extraction: Extraction,
) -> Result<Article, GitError> {
    let mut olds: Vec<Option<OldVersion>> = Vec::new();
    let mut touched = vec![waiting.changed; document.sentences.len()];
    let new_text = &sources.get(waiting.source).text;
    let mut ignores: Vec<&Directive> = document.directives.iter().filter(|_| waiting.changed).collect();
    for before in &waiting.before {
        olds.push(match before {
            Before::Same => {
                ignores.clear();
                touched.fill(false);
                None
            }
            // What was no article, or established nothing, is new where it stands now.
            Before::Other(_, entry) if !judge.reads_alike(&entry.path, &waiting.path) => Some(OldVersion::default()),
            Before::Absent => Some(OldVersion::default()),
            Before::Other(snapshot, entry) => {
                let text = read_text(repository, snapshot, entry)?.unwrap_or_default();
                match read_version(judge, waiting.source, &entry.path, &text, Some(as_of)) {
                    Ok((old, extraction)) => {
                        let mut known: Vec<(&Directive, String)> = old
                            .directives
                            .iter()
                            .map(|directive| (directive, covered_text(&old, directive, &text)))
                            .collect();
                        ignores.retain(|new| {
                            let covers = covered_text(&document, new, new_text);
                            let is_known = |(old, covered): &(&Directive, String)| {
                                old.rules == new.rules && old.reason == new.reason && *covered == covers
                            };
                            // Each serves once: a copy is new.
                            let at = known.iter().position(is_known);
                            at.map(|at| known.swap_remove(at)).is_none()
                        });
                        for (touched, differs) in touched.iter_mut().zip(touched_sentences(Some(&old), &document)) {
                            *touched &= differs;
                        }
                        Some(OldVersion {
                            claims: extraction.claims,
                            written: written(&old),
                        })
                    }
                    Err(_) => Some(OldVersion::default()),
                }
            }
        });
    }
    let ignores_added = ignores.iter().map(|directive| directive.span).collect();
    let written = written(&document);
    let (newness, dropped) = newness::mark(&extraction.claims, written, olds, &judge.rules);
    Ok(Article {
        written,
        dropped,
        ignores_added,
        blob: waiting.blob,
        changed: waiting.changed,
        document,
        extraction,
        newness,
        touched,
    })
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

/// The words of the sentences that a directive covers.
fn covered_text(document: &Document, directive: &Directive, text: &str) -> String {
    let covered = spans(document, directive).into_iter();
    let words = covered
        .filter_map(|span| text.get(span.start..span.end))
        .flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// The day that a document says it was written on.
fn written(document: &Document) -> Option<Date> {
    let said = document.date.filter(|(_, origin)| *origin != DateOrigin::Run);
    said.map(|(day, _)| day)
}
