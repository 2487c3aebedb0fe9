//! What was there when factlint was adopted: one sorted line for each pair that contradicts, by fingerprint.
//! No line numbers and no order of findings, so that two branches that each mend something merge.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fingerprint, Side, code};
use crate::source::{RepoPath, Sources};

/// What stands above the entries.
const HEAD: &str = "# Contradictions that were there before factlint: not reported. Written by `factlint baseline`.\n";

/// Findings about files that users write to tune factlint; they are mended, not kept.
const OWN: [&str; 7] = [
    code::INVALID_RULE,
    code::INVALID_CONFIG,
    code::UNREADABLE_DOCUMENT,
    code::UNUSED_SUPPRESSION,
    code::EXPIRED_SUPPRESSION,
    code::UNEXPLAINED_SUPPRESSION,
    code::UNKNOWN_SUPPRESSION,
];

/// The entries of a baseline, by fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    entries: BTreeMap<String, Entry>,
}

/// A pair that is let be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its fingerprint.
    pub fingerprint: String,
    /// For readers: the rule and the articles.
    pub about: String,
}

impl Baseline {
    /// Reads a baseline: the first word of each line counts, in any order and however often, so that
    /// what Git merges can be read. Gives the numbers of the lines that are no entry, from 1.
    pub fn read(text: &str) -> (Self, Vec<usize>) {
        let mut baseline = Self::default();
        let mut wrong = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (fingerprint, about) = line.split_once(' ').unwrap_or((line, ""));
            if fingerprint.len() == 20 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                baseline.add(fingerprint, about.trim());
            } else {
                wrong.push(number + 1);
            }
        }
        (baseline, wrong)
    }

    /// The baseline that lets be what these findings tell.
    pub fn of(findings: &[Diagnostic], sources: &Sources) -> Self {
        let mut baseline = Self::default();
        let path = |side: &Side| -> &RepoPath { &sources.get(side.label.location.source).path };
        for finding in findings.iter().filter(|finding| !OWN.contains(&finding.code.as_str())) {
            let claim = path(&finding.claim);
            if finding.pairs.is_empty() {
                let about = format!("{} {claim}", finding.code);
                baseline.add(finding.fingerprint.as_str(), &about);
            }
            for (pair, side) in finding.pairs.iter().zip(&finding.established) {
                let mut paths = [claim.as_str(), path(side).as_str()];
                paths.sort_unstable();
                let about = match paths {
                    [one, other] if one == other => format!("{} {one}", finding.code),
                    [one, other] => format!("{} {one} | {other}", finding.code),
                };
                baseline.add(pair.as_str(), &about);
            }
        }
        baseline
    }

    fn add(&mut self, fingerprint: &str, about: &str) {
        let entry = Entry {
            fingerprint: fingerprint.to_owned(),
            about: about.to_owned(),
        };
        self.entries.insert(fingerprint.to_owned(), entry);
    }

    /// Takes in the entries of some of its own pairs from another one.
    pub fn take(&mut self, other: &Self, pairs: &[Fingerprint]) {
        let known = pairs.iter().filter_map(|pair| other.entries.get(pair.as_str()));
        let known: Vec<Entry> = known.cloned().collect();
        for entry in known {
            self.add(&entry.fingerprint, &entry.about);
        }
    }

    /// Takes in the entries of another one.
    pub fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for entry in self.entries.values() {
            text.push_str(&format!("{} {}\n", entry.fingerprint, entry.about));
        }
        text
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a pair was there.
    pub fn has(&self, pair: &Fingerprint) -> bool {
        self.entries.contains_key(pair.as_str())
    }

    /// Whether all that a finding tells was there.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        match finding.pairs.as_slice() {
            [] => self.has(&finding.fingerprint),
            pairs => pairs.iter().all(|pair| self.has(pair)),
        }
    }

    /// What stands here and not in the other one.
    pub fn without(&self, other: &Self) -> Vec<&Entry> {
        let is_other = |entry: &&Entry| !other.entries.contains_key(&entry.fingerprint);
        self.entries.values().filter(is_other).collect()
    }

    /// What stands in both, as this one tells it.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Self {
        let entries = self.entries.iter();
        Self {
            entries: entries
                .filter(|(fingerprint, _)| other.entries.contains_key(*fingerprint))
                .map(|(fingerprint, entry)| (fingerprint.clone(), entry.clone()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_merges_is_read_and_written_sorted() {
        let one = "00000000000000000001 seat a.md | b.md";
        let two = "00000000000000000002 seat a.md";
        let merged = format!("# head\n{two}\n\n{one}\r\n{two}\n<<<<<<< ours\n");
        let (baseline, wrong) = Baseline::read(&merged);
        assert_eq!(wrong, [6]);
        assert_eq!(baseline.text(), format!("{HEAD}{one}\n{two}\n"));
        assert_eq!(Baseline::read(&baseline.text()), (baseline, Vec::new()));
    }
}
