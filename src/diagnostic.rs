//! What factlint has to say, as plain data: no colour, no layout, no output.

mod catalogue;
mod message;

pub use catalogue::Tongue;
pub use message::{Argument, Message};

use std::fmt;

use sha2::{Digest, Sha256};

use crate::source::{Location, RepoPath};

/// How grave a finding is. Ordered: `Note < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// A clash with a hedged or uncertain side.
    Warning,
    /// A contradiction that a careful editor would confirm.
    Error,
}

impl Severity {
    /// The lower-case word used in files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How surely the claims of a finding were read. Ordered: `Low < Medium < High`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The subject or the attribute was guessed from afar.
    Low,
    /// Found by a frame, with a subject carried over from another sentence.
    Medium,
    /// Found by an exact pattern, or by a frame with its subject in the clause.
    High,
}

impl Confidence {
    /// The lower-case word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a kind of finding: a rule's id, or a built-in kebab-case code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// Takes a kebab-case name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Codes that no rule file defines.
pub mod code {
    /// A rule file that cannot be used as it stands.
    pub const INVALID_RULE: &str = "invalid-rule";
    /// A configuration or facts file that cannot be used as it stands.
    pub const INVALID_CONFIG: &str = "invalid-config";
    /// A changed article that could not be read.
    pub const UNREADABLE_DOCUMENT: &str = "unreadable-document";
    /// A directive that suppressed nothing.
    pub const UNUSED_SUPPRESSION: &str = "unused-suppression";
    /// A directive or an exception whose last day is over.
    pub const EXPIRED_SUPPRESSION: &str = "expired-suppression";
    /// A directive or an exception that gives no reason.
    pub const UNEXPLAINED_SUPPRESSION: &str = "unexplained-suppression";
    /// A directive that names a rule or a day that there is not.
    pub const UNKNOWN_SUPPRESSION: &str = "unknown-suppression";
    /// A date whose day of the week cannot be right.
    pub const WRONG_WEEKDAY: &str = "wrong-weekday";

    /// A total or a percentage that does not follow from the figures beside it.
    pub const WRONG_SUM: &str = "wrong-sum";

    /// What a code tells, in one line.
    pub fn about(code: &str) -> &'static str {
        match code {
            INVALID_RULE => "a rule file that cannot be used as it stands",
            INVALID_CONFIG => "a configuration, facts, exceptions or baseline file that cannot be used as it stands",
            UNREADABLE_DOCUMENT => "a part of a changed article that could not be read",
            UNUSED_SUPPRESSION => "a directive or an exception that suppresses nothing",
            EXPIRED_SUPPRESSION => "a directive or an exception whose last day is over",
            UNEXPLAINED_SUPPRESSION => "a directive or an exception that gives no reason",
            UNKNOWN_SUPPRESSION => "a directive that names a rule or a day that there is not",
            WRONG_WEEKDAY => "a date whose day of the week cannot be right",
            WRONG_SUM => "a total or a percentage that does not follow from the figures beside it",
            _ => "",
        }
    }

    /// All of them, in the order of the documentation.
    pub const ALL: [&str; 9] = [
        INVALID_RULE,
        INVALID_CONFIG,
        UNREADABLE_DOCUMENT,
        UNUSED_SUPPRESSION,
        EXPIRED_SUPPRESSION,
        UNEXPLAINED_SUPPRESSION,
        UNKNOWN_SUPPRESSION,
        WRONG_WEEKDAY,
        WRONG_SUM,
    ];
}

/// The allowed word that is most like a misspelled one.
pub fn nearest<'w>(word: &str, allowed: &[&'w str]) -> Option<&'w str> {
    allowed
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A place in a text and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What the reader should see there.
    pub message: Option<Message>,
}

/// A further remark below a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// One sentence.
    pub message: Message,
}

/// One side of a finding: a sentence with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The value in the text.
    pub label: Label,
    /// The sentence that holds it.
    pub sentence: Location,
    /// The value in its canonical form.
    pub value: String,
    /// `asserted`, `hedged`, `planned`, `denied` or `attributed`.
    pub modality: &'static str,
    /// The day or period for which the claim holds, ISO 8601; none where unknown.
    pub as_of: Option<String>,
    /// Who introduced the text, where that is known.
    pub introduced: Option<Introduction>,
}

impl Side {
    /// A side that states no value: only a place, and what is to be said of it.
    pub fn place(location: Location, message: Option<Message>) -> Self {
        Self {
            label: Label { location, message },
            sentence: location,
            value: String::new(),
            modality: "asserted",
            as_of: None,
            introduced: None,
        }
    }
}

/// The commit that introduced a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Full hexadecimal commit id.
    pub commit: String,
    /// The author's name.
    pub author: String,
    /// The author's day, `YYYY-MM-DD`.
    pub date: String,
    /// Whether history was followed no further: this commit holds the text, and it or an older one
    /// introduced it.
    pub is_bound: bool,
}

/// Words to put in the place of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub at: Location,
    /// What takes its place, where it stands now.
    pub with: Location,
}

/// A finding about the text, or about a file that the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule or check speaks.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// How surely it was read.
    pub confidence: Confidence,
    /// One line for an editor: the entity, the attribute, both values, the other file.
    pub message: Message,
    /// The entity, as the reader knows it; none for findings about files.
    pub entity: Option<String>,
    /// The attribute; none for findings about files.
    pub attribute: Option<String>,
    /// What is new, or the place that the finding is about.
    pub claim: Side,
    /// The facts that the claim conflicts with; the one shown first comes first.
    pub established: Vec<Side>,
    /// For each of them, the name of the pair that it makes with the claim.
    pub pairs: Vec<Fingerprint>,
    /// Further remarks.
    pub notes: Vec<Note>,
    /// The edit of the article that would agree with the fact shown first; none where words of one cannot
    /// stand for those of the other.
    pub edit: Option<Edit>,
    /// What to do next.
    pub help: Message,
    /// A name for this finding that survives edits around it.
    pub fingerprint: Fingerprint,
}

impl Diagnostic {
    /// The order in which findings are printed: path, place, gravest first, code, fingerprint.
    pub fn sort_key<'a>(&'a self, path: &'a RepoPath) -> impl Ord + 'a {
        (
            path.as_str(),
            self.claim.label.location.span.start,
            std::cmp::Reverse(self.severity),
            self.code.as_str(),
            self.fingerprint.as_str(),
        )
    }
}

/// A truncated SHA-256 that names a finding without lines or order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Hashes the parts that make a finding what it is. The sides are sorted, so that
    /// the same pair has one name whichever side is new.
    pub fn new(code: &str, attribute: &str, sides: &mut [String]) -> Self {
        sides.sort_unstable();
        let mut hash = Sha256::new();
        for part in [code, attribute].into_iter().chain(sides.iter().map(String::as_str)) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let hex: String = hash
            .finalize()
            .iter()
            .take(10)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self(hex)
    }

    /// Twenty hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a run read, so that silence is never mistaken for cleanliness.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// `staged`, `worktree`, `base`, `range`, `push`, `commit`, `merge`, `text`, `all` or `files`.
    pub mode: &'static str,
    /// The same with the revisions that were named: `base main`, `merge of side into HEAD`.
    pub sides: Option<Message>,
    /// Changed (or audited) articles that were read.
    pub documents: usize,
    /// Claims found in them, of which `new_claims` are new.
    pub claims: usize,
    /// Facts that the rest of the repository establishes.
    pub facts: usize,
    /// Articles that establish them.
    pub articles: usize,
    /// Files that are articles and could not be read: path and reason.
    pub unreadable: Vec<(RepoPath, Message)>,
    /// Articles in a language that is not known: path and language.
    pub not_read: Vec<(RepoPath, String)>,
    /// Remarks on the run as a whole, one sentence each.
    pub remarks: Vec<Message>,
    /// The day that undated new articles are taken to be written on.
    pub as_of: String,
    /// The files by which the run judges, and which the change alters: configuration, rules, pinned
    /// facts, entities, attributes.
    pub judge_changed: Vec<RepoPath>,
    /// Where the change adds comments that silence findings: path and line.
    pub ignores_added: Vec<(RepoPath, usize)>,
    /// The revision whose configuration, rules and facts judged; none for those of what is checked.
    pub judged_by: Option<String>,
    /// How many contradictions of the files asked for are told at the other file.
    pub told_elsewhere: usize,
    /// Whether the change touches nothing that is read, so that nothing was.
    pub untouched: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_does_not_depend_on_which_side_is_new() {
        let one = Fingerprint::new("r", "a", &mut ["x".into(), "y".into()]);
        let two = Fingerprint::new("r", "a", &mut ["y".into(), "x".into()]);
        assert_eq!(one, two);
        assert_ne!(one, Fingerprint::new("r", "a", &mut ["xy".into(), "".into()]));
        assert_eq!(one.as_str().len(), 20);
    }
}
