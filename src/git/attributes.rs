//! What `.gitattributes` say of files. Only those of the snapshot count, so that the answer is the same
//! on every machine; for the encoding of a file on disk, also those that Git itself would use.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use gix::attrs::search::{MetadataCollection, Outcome};
use gix::attrs::{Search, StateRef};
use gix::bstr::ByteSlice;
use gix::glob::pattern::Case;
use gix::worktree::stack::state::attributes::Source;

use super::error::failed;
use super::{Entry, EntryKind, GitError, Listing, Repository, Snapshot};
use crate::source::{ATTRIBUTES, RepoPath};

/// What marks files that nobody writes or reviews by hand; `binary` takes the diff away too.
const MARKS: [&str; 2] = ["linguist-generated", "diff"];

/// The attribute that names the encoding of a file on disk.
const ENCODING: &str = "working-tree-encoding";

/// What the attributes of a snapshot say of its files.
#[derive(Debug, Default)]
pub struct Attributes {
    search: Option<(Search, Outcome)>,
}

impl Attributes {
    /// Those of some files that are marked as generated (`linguist-generated`) or as nothing to look at
    /// line by line (`-diff`, `binary`).
    pub fn generated<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> BTreeSet<RepoPath> {
        let Some((search, outcome)) = &self.search else {
            return BTreeSet::new();
        };
        let mut outcome = outcome.clone();
        let mut is_marked = |path: &RepoPath| {
            outcome.reset();
            search.pattern_matching_relative_path(path.as_str().into(), Case::Sensitive, Some(false), &mut outcome);
            outcome
                .iter_selected()
                .any(|found| match (found.assignment.name.as_str(), found.assignment.state) {
                    ("diff", state) => state == StateRef::Unset,
                    (_, StateRef::Set) => true,
                    (_, StateRef::Value(value)) => value.as_bstr() == "true",
                    (_, StateRef::Unset | StateRef::Unspecified) => false,
                })
        };
        paths.filter(|path| is_marked(path)).cloned().collect()
    }
}

impl Repository {
    /// The attributes that a snapshot gives to files; only those of the snapshot, so that the answer is the
    /// same on every machine.
    pub fn attributes(&self, snapshot: &Snapshot, listing: &Listing) -> Result<Attributes, GitError> {
        let entries = listing.entries.iter();
        let named: Vec<Entry> = entries
            .filter(|entry| entry.path.file_name() == ATTRIBUTES)
            .cloned()
            .collect();
        self.attributes_in(snapshot, &named)
    }

    /// The attributes that a snapshot gives to some paths.
    pub fn attributes_of(&self, snapshot: &Snapshot, paths: &[RepoPath]) -> Result<Attributes, GitError> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in paths {
            let ends = path.as_str().match_indices('/').map(|(at, _)| at + 1);
            folders.extend(
                std::iter::once(0)
                    .chain(ends)
                    .filter_map(|end| path.as_str().get(..end)),
            );
        }
        let mut named = Vec::new();
        for folder in folders {
            named.extend(self.entry(snapshot, &RepoPath::new(format!("{folder}{ATTRIBUTES}")))?);
        }
        self.attributes_in(snapshot, &named)
    }

    fn attributes_in(&self, snapshot: &Snapshot, named: &[Entry]) -> Result<Attributes, GitError> {
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for entry in named.iter().filter(|entry| entry.kind == EntryKind::File) {
            let text = self.read(snapshot, entry)?;
            files.push((PathBuf::from(entry.path.as_str()), text));
        }
        let speaks = |text: &[u8]| ["binary"].iter().chain(&MARKS).any(|mark| text.contains_str(mark));
        if !files.iter().any(|(_, text)| speaks(text)) {
            return Ok(Attributes::default());
        }
        // What stands deeper overrides what stands above it.
        files.sort_by_key(|(path, _)| path.components().count());
        let other = |error: std::io::Error| failed("read .gitattributes", &error);
        let mut known = MetadataCollection::default();
        let mut search =
            Search::new_globals(std::iter::empty::<PathBuf>(), &mut Vec::new(), &mut known).map_err(other)?;
        for (path, text) in files {
            let at_top = path.components().count() == 1;
            search
                .add_patterns_buffer(&text, path, Some(Path::new("")), &mut known, at_top)
                .map_err(other)?;
        }
        let mut outcome = Outcome::default();
        outcome.initialize_with_selection(&known, MARKS);
        Ok(Attributes {
            search: Some((search, outcome)),
        })
    }

    /// The bytes of a file on disk as Git would store them, where its attributes name an encoding; the
    /// same bytes where they do not, or where the file is not in that encoding.
    pub(super) fn as_stored(&self, path: &RepoPath, bytes: Vec<u8>) -> Result<Vec<u8>, GitError> {
        if std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0) {
            return Ok(bytes);
        }
        let doing = || format!("read the attributes of {path}");
        let mut stack = self
            .inner
            .attributes_only(self.index()?, Source::WorktreeThenIdMapping)
            .map_err(|error| failed(doing(), &error))?;
        let mut outcome = stack.selected_attribute_matches([ENCODING]);
        stack
            .at_entry(path.as_str(), None)
            .map_err(|error| failed(doing(), &error))?
            .matching_attributes(&mut outcome);
        let label = outcome.iter_selected().find_map(|found| match found.assignment.state {
            StateRef::Value(value) => Some(value.as_bstr().to_owned()),
            _ => None,
        });
        // "UTF-16LE-BOM" is UTF-16LE that begins with a mark, which decoding takes away.
        let encoding = label.and_then(|label| {
            let name = label.strip_suffix(b"-BOM").unwrap_or(&label);
            Encoding::for_label(name)
        });
        Ok(match encoding.map(|encoding| encoding.decode(&bytes)) {
            Some((text, _, false)) => text.into_owned().into_bytes(),
            Some((_, _, true)) | None => bytes,
        })
    }
}
