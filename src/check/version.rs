//! One version of an article: its text from Git, parsed and extracted.

use std::num::NonZero;

use jiff::civil::Date;

use super::judge::Judge;
use crate::config::Config;
use crate::document::{DataColumns, DateOrigin, Document, Parsed, Settings, parse};
use crate::extract::{Extraction, extract};
use crate::git::{Entry, EntryKind, GitError, Repository, Snapshot};
use crate::ledger::{Content, Statements};
use crate::source::{RepoPath, SourceId};

/// Larger files are no articles, in bytes.
const MAX_SIZE: u64 = 16 << 20;

/// Why a previewed merge leaves an article out.
pub(super) const CONFLICT: &str = "unread-both-sides";

/// The text of a blob, or why it is none: the name of a message and what fills it.
pub(super) fn read_text(
    repository: &Repository,
    snapshot: &Snapshot,
    entry: &Entry,
) -> Result<Result<String, String>, GitError> {
    if entry.kind == EntryKind::Conflicted {
        let reason = match snapshot.conflicts() {
            [] => "unread-conflict",
            _ => CONFLICT,
        };
        return Ok(Err(reason.to_owned()));
    }
    if repository.size(snapshot, entry)? > MAX_SIZE {
        return Ok(Err("unread-large".to_owned()));
    }
    let bytes = repository.read(snapshot, entry)?;
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/v1") {
        return Ok(Err("unread-lfs".to_owned()));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Ok(Err("unread-utf16".to_owned()));
    }
    if bytes.iter().take(8_000).any(|byte| *byte == 0) {
        return Ok(Err("unread-binary".to_owned()));
    }
    Ok(String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("unread-not-utf8 {at}")
    }))
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

/// What was read of a text, or the language that it is in and that is not read.
pub(super) type Extracted = Result<(Document, Extraction), String>;

/// Reads one version of an article; text that says no date is dated by `undated`.
pub(super) fn read_version(
    judge: &Judge,
    source: SourceId,
    path: &RepoPath,
    text: &str,
    undated: Option<Date>,
) -> Extracted {
    match parse(source, path, text, &settings_for(&judge.config, path)) {
        Parsed::OtherLanguage(language) => Err(language),
        Parsed::Article(mut document) => {
            document.date = document.date.or(undated.map(|day| (day, DateOrigin::Run)));
            let extraction = extract(&judge.rules, &document);
            Ok((*document, extraction))
        }
    }
}

/// The day that a document says it was written on.
pub(super) fn written(document: &Document) -> Option<Date> {
    let said = document.date.filter(|(_, origin)| *origin != DateOrigin::Run);
    said.map(|(day, _)| day)
}

/// What the ledger keeps of a version that no run dates.
pub(super) fn content(judge: &Judge, path: &RepoPath, text: Result<&String, &String>) -> Content {
    let text = match text {
        Ok(text) => text,
        Err(reason) => return Content::Unreadable(reason.clone()),
    };
    match read_version(judge, SourceId::BUILT_IN, path, text, None) {
        Ok((document, extraction)) => Content::Article(statements(&document, extraction)),
        Err(language) => Content::OtherLanguage(language),
    }
}

/// What other articles need of what was read.
pub(super) fn statements(document: &Document, extraction: Extraction) -> Statements {
    let mut members = extraction.members;
    members.retain(|member| member.count > 0);
    for member in &mut members {
        // What does not matter to other articles.
        (member.count, member.with_article) = (1, false);
    }
    Statements {
        claims: extraction.claims,
        members,
        written: written(document),
        skipped: document.skipped.first().map(|(_, reason)| reason.clone()),
        has_directives: !document.directives.is_empty(),
        has_diagnostics: !extraction.diagnostics.is_empty() || !document.skipped.is_empty(),
    }
}

/// Does something with each of many on all cores; the order of what comes in is that of what comes out.
pub(super) fn on_all_cores<T: Sync, U: Send>(all: &[T], one: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(all.len().div_ceil(16));
    if threads <= 1 {
        return all.iter().map(one).collect();
    }
    let share = all.len().div_ceil(threads);
    let one = &one;
    std::thread::scope(|scope| {
        let workers: Vec<_> = all
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
