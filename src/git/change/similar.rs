//! Files that moved with a change to their content: the deleted and the added ones that share half of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::Change;
use crate::git::{Entry, EntryKind, GitError, Repository, Snapshot};

/// Larger files are compared as a whole only, in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// Where files that may be alike hold more than this together, in bytes, only equal ones are paired.
const MAX_READ: u64 = 32 << 20;

/// More pairs that may be alike than this are not compared.
const MAX_PAIRS: usize = 10_000;

/// How much of the larger of two files must stand in the other, in percent; Git's own default.
const SIMILAR: usize = 50;

/// Places of a deleted and of an added file among the changes.
type Pair = (usize, usize);

impl Repository {
    /// Joins an added file with the deleted one that it is most like: files of the same extension that
    /// share half of their text, line by line. Nothing is read but what may be such a pair by its size.
    pub(super) fn pair_similar(
        &self,
        old: &Snapshot,
        new: &Snapshot,
        changes: &mut Vec<Change>,
    ) -> Result<(), GitError> {
        let deleted = self.sizes(old, changes, |change| {
            change.old.as_ref().filter(|_| change.new.is_none())
        });
        if deleted.is_empty() {
            return Ok(());
        }
        let added = self.sizes(new, changes, |change| {
            change.new.as_ref().filter(|_| change.old.is_none())
        });
        let Some(candidates) = candidates(changes, &deleted, &added) else {
            return Ok(());
        };
        let before = self.texts(old, changes, candidates.iter().map(|pair| pair.0))?;
        let after = self.texts(new, changes, candidates.iter().map(|pair| pair.1))?;
        join(changes, best(changes, &candidates, &before, &after));
        Ok(())
    }

    /// The sizes of files that may be compared, by their place among the changes.
    fn sizes<'c>(
        &self,
        snapshot: &Snapshot,
        changes: &'c [Change],
        entry: impl Fn(&'c Change) -> Option<&'c Entry>,
    ) -> BTreeMap<usize, u64> {
        let entries = changes
            .iter()
            .enumerate()
            .filter_map(|(at, change)| Some((at, entry(change)?)));
        entries
            .filter(|(_, entry)| entry.kind == EntryKind::File)
            // What cannot be read says so where it is read as an article.
            .filter_map(|(at, entry)| Some((at, self.size(snapshot, entry).ok()?)))
            .filter(|(_, size)| *size <= MAX_SIZE)
            .collect()
    }

    fn texts(
        &self,
        snapshot: &Snapshot,
        changes: &[Change],
        places: impl Iterator<Item = usize>,
    ) -> Result<BTreeMap<usize, Vec<u8>>, GitError> {
        let places: BTreeSet<usize> = places.collect();
        let entries = places.into_iter().filter_map(|at| {
            let change = changes.get(at)?;
            Some((at, change.old.as_ref().or(change.new.as_ref())?))
        });
        entries
            .map(|(at, entry)| Ok((at, self.read(snapshot, entry)?)))
            .collect()
    }
}

/// The pairs that may be alike, by their extensions and sizes; none where that is too much to look at.
fn candidates(changes: &[Change], deleted: &BTreeMap<usize, u64>, added: &BTreeMap<usize, u64>) -> Option<Vec<Pair>> {
    let extension = |at: usize| changes.get(at).map(|change| change.path.extension());
    let mut with_extension: HashMap<String, Vec<usize>> = HashMap::new();
    for at in added.keys() {
        with_extension.entry(extension(*at)?).or_default().push(*at);
    }
    let mut pairs = Vec::new();
    for (from, size) in deleted {
        for to in with_extension.get(&extension(*from)?).into_iter().flatten() {
            let other = added.get(to)?;
            // Texts of very different length share no half.
            if (*size).min(*other) * 2 >= (*size).max(*other) {
                pairs.push((*from, *to));
            }
            if pairs.len() > MAX_PAIRS {
                return None;
            }
        }
    }
    let sum = |sizes: &BTreeMap<usize, u64>, at: &dyn Fn(&Pair) -> usize| -> u64 {
        let used: BTreeSet<usize> = pairs.iter().map(at).collect();
        used.iter().filter_map(|at| sizes.get(at)).sum()
    };
    let bytes = sum(deleted, &|pair| pair.0) + sum(added, &|pair| pair.1);
    (bytes <= MAX_READ).then_some(pairs)
}

/// The pairs that are alike: the most alike first, then namesakes, then as they stand; each file once.
fn best(
    changes: &[Change],
    candidates: &[Pair],
    before: &BTreeMap<usize, Vec<u8>>,
    after: &BTreeMap<usize, Vec<u8>>,
) -> Vec<Pair> {
    let lines = |texts: &BTreeMap<usize, Vec<u8>>| -> BTreeMap<usize, Lines> {
        texts.iter().map(|(at, text)| (*at, Lines::of(text))).collect()
    };
    let (before, after) = (lines(before), lines(after));
    let mut alike: Vec<(Reverse<usize>, Reverse<bool>, usize, usize)> = Vec::new();
    for (from, to) in candidates {
        let (Some(one), Some(other)) = (before.get(from), after.get(to)) else {
            continue;
        };
        let likeness = one.likeness(other);
        if likeness >= SIMILAR {
            let name = |at: &usize| changes.get(*at).map(|change| change.path.file_name());
            alike.push((Reverse(likeness), Reverse(name(from) == name(to)), *to, *from));
        }
    }
    alike.sort_unstable();
    let mut used: HashSet<usize> = HashSet::new();
    let mut pairs = Vec::new();
    for (_, _, to, from) in alike {
        if !used.contains(&from) && !used.contains(&to) {
            used.extend([from, to]);
            pairs.push((from, to));
        }
    }
    pairs
}

/// Makes one change of each pair.
fn join(changes: &mut Vec<Change>, pairs: Vec<Pair>) {
    let mut moved: HashSet<usize> = HashSet::new();
    for (from, to) in pairs {
        let old = changes.get(from).and_then(|change| change.old.clone());
        if let Some(change) = changes.get_mut(to) {
            change.old = old;
            moved.insert(from);
        }
    }
    let mut at = 0;
    changes.retain(|_| {
        at += 1;
        !moved.contains(&(at - 1))
    });
}

/// The lines of a file, by their hash: how many bytes of each there are, and of all.
struct Lines {
    bytes: HashMap<u64, usize>,
    all: usize,
}

impl Lines {
    fn of(text: &[u8]) -> Self {
        let mut bytes: HashMap<u64, usize> = HashMap::new();
        let mut all = 0;
        for line in text.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let mut hasher = FxHasher::default();
            line.hash(&mut hasher);
            *bytes.entry(hasher.finish()).or_default() += line.len();
            all += line.len();
        }
        Self { bytes, all }
    }

    /// How much of the larger stands in the other, in percent.
    fn likeness(&self, other: &Self) -> usize {
        let shared = self
            .bytes
            .iter()
            .map(|(line, bytes)| bytes.min(other.bytes.get(line).unwrap_or(&0)));
        shared.sum::<usize>() * 100 / self.all.max(other.all).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_what_the_larger_shares() {
        let table = [
            ("a\nb\n", "a\nb\n", 100),
            ("a\nb\n", "b\r\na\r\n", 100),
            ("aaaa\nbbbb\n", "aaaa\ncccc\n", 50),
            ("a\n", "a\na\na\na\n", 25),
            ("a\n", "b\n", 0),
            ("", "", 0),
        ];
        for (one, other, expected) in table {
            let (one, other) = (Lines::of(one.as_bytes()), Lines::of(other.as_bytes()));
            assert_eq!(one.likeness(&other), expected);
            assert_eq!(other.likeness(&one), expected);
        }
    }

    /// Changes whose files have these names, and their sizes by place.
    fn sized(files: &[(&str, u64)]) -> (Vec<Change>, BTreeMap<usize, u64>) {
        let change = |(path, _): &(&str, u64)| Change {
            path: crate::source::RepoPath::new(*path),
            old: None,
            new: None,
        };
        let sizes = files.iter().enumerate().map(|(at, (_, size))| (at, *size));
        (files.iter().map(change).collect(), sizes.collect())
    }

    #[test]
    fn only_files_of_one_kind_and_like_size_are_read_to_compare_them() {
        let (changes, sizes) = sized(&[
            ("a.md", 100),
            ("b.md", 60),
            ("c.md", 40),
            ("d.txt", 100),
            ("e.md", 200),
            ("f.md", 201),
        ]);
        let deleted = BTreeMap::from([(0, 100)]);
        let added: BTreeMap<usize, u64> = sizes.into_iter().skip(1).collect();
        assert_eq!(candidates(&changes, &deleted, &added), Some(vec![(0, 1), (0, 4)]));
    }

    #[test]
    fn what_would_be_too_much_to_read_is_not_read() {
        let half = MAX_READ / 2;
        let (changes, sizes) = sized(&[("a.md", half), ("b.md", half), ("c.md", half)]);
        let deleted = BTreeMap::from([(0, half)]);
        let one = BTreeMap::from([(1, half)]);
        assert_eq!(candidates(&changes, &deleted, &one), Some(vec![(0, 1)]));
        let two: BTreeMap<usize, u64> = sizes.into_iter().skip(1).collect();
        assert_eq!(candidates(&changes, &deleted, &two), None);
    }
}
