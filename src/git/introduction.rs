use std::cmp::Reverse;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::date::Time;
use gix::date::time::format;
use gix::diff::tree::recorder;

use super::snapshot::Found;
use super::tree::Trail;
use super::{CommitId, EntryKind, GitError, Repository, Snapshot, commit_ref, object_id};
use crate::source::RepoPath;

/// How many commits one line is followed through.
const MAX_COMMITS: usize = 10_000;

/// How many bytes of older versions are read for one line.
const MAX_BYTES: usize = 64 << 20;

/// How many deleted files are looked at where a file appears under a new name.
const MAX_CANDIDATES: usize = 64;

/// Where a line comes from, as far as history was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// This commit introduced it.
    In(Introduction),
    /// This commit holds it; it or an older one introduced it.
    InOrBefore(Introduction),
}

/// The commit that first held a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// The commit.
    pub commit: CommitId,
    /// The name of its author.
    pub author: String,
    /// The author's day, in the author's own offset from UTC, as `YYYY-MM-DD`.
    pub date: String,
    /// The same moment in seconds since 1970-01-01 UTC.
    pub seconds: i64,
}

impl Repository {
    /// Who made a commit and when; none where the snapshot is none, or its author's date is damaged.
    pub fn told_of(&self, commit: &Snapshot) -> Result<Option<Introduction>, GitError> {
        match commit {
            Snapshot::Commit { id, .. } => self.introduction(object_id(id.as_str())?),
            _ => Ok(None),
        }
    }

    /// Who introduced a line (its text, without its end) of a file as of a commit.
    ///
    /// The line is followed by its text: from each commit to a parent that holds the same
    /// line in the same file, wherever in it, and through renames. So a line that was only
    /// moved, or whose end became CRLF, is not new.
    ///
    /// Where history ends at the boundary of a shallow clone, an object of a partial clone is
    /// missing, or a bound is reached (10 000 commits in which the line lives, or 64 MiB of older
    /// versions), the oldest commit that is known to hold it is given as such. Bounds do not depend
    /// on time, so the answer is always the same.
    ///
    /// None where the snapshot is no commit, the path has no such line, or the author's date is
    /// damaged.
    pub fn introduced(&self, commit: &Snapshot, path: &RepoPath, line: &str) -> Result<Option<Origin>, GitError> {
        let Snapshot::Commit { id, tree } = commit else {
            return Ok(None);
        };
        let start = Place {
            commit: object_id(id.as_str())?,
            tree: object_id(tree.as_str())?,
            path: path.clone(),
        };
        let mut place = start;
        let Some(mut trail) = self.file_at(&place, None)? else {
            return Ok(None);
        };
        let mut search = Search {
            wanted: line.as_bytes(),
            bytes_left: MAX_BYTES,
        };
        match self.holds(&trail, &mut search) {
            Ok(Held::Yes) => {}
            Ok(Held::No | Held::Unknown) | Err(GitError::Shallow { .. } | GitError::MissingObject { .. }) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        for _ in 0..MAX_COMMITS {
            match self.step(&place, &trail, &mut search) {
                Ok(Step::Nowhere) => return Ok(self.introduction(place.commit)?.map(Origin::In)),
                Ok(Step::From(earlier, earlier_trail)) => (place, trail) = (earlier, earlier_trail),
                Ok(Step::Unknown) | Err(GitError::Shallow { .. } | GitError::MissingObject { .. }) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(self.introduction(place.commit)?.map(Origin::InOrBefore))
    }

    /// Goes to a parent that already holds the line.
    fn step(&self, place: &Place, trail: &Trail, search: &mut Search<'_>) -> Result<Step, GitError> {
        let object = self.object(place.commit, "commit")?;
        let commit = commit_ref(&object)?;
        let mut parents = Vec::new();
        for id in commit.parents() {
            let object = self.object(id, "commit")?;
            let tree = commit_ref(&object)?.tree();
            let parent = Place {
                commit: id,
                tree,
                path: place.path.clone(),
            };
            let found = self.file_at(&parent, Some(trail))?;
            if let Some(found) = &found
                && found.found() == trail.found()
            {
                return Ok(Step::From(parent, found.clone()));
            }
            parents.push((parent, found));
        }
        for (parent, found) in &parents {
            if let Some(found) = found {
                match self.holds(found, search)? {
                    Held::Yes => return Ok(Step::From(parent.clone(), found.clone())),
                    Held::No => {}
                    Held::Unknown => return Ok(Step::Unknown),
                }
            }
        }
        for (parent, found) in &parents {
            if found.is_none() {
                match self.renamed_from(parent, place, trail, search)? {
                    Step::Nowhere => {}
                    step => return Ok(step),
                }
            }
        }
        Ok(Step::Nowhere)
    }

    /// Looks for the file among those that are in `parent` but no longer in `place`:
    /// the same blob first, then the same file name, then any that holds the line.
    fn renamed_from(
        &self,
        parent: &Place,
        place: &Place,
        trail: &Trail,
        search: &mut Search<'_>,
    ) -> Result<Step, GitError> {
        let mut candidates: Vec<(Place, ObjectId)> = self
            .tree_records(parent.tree, place.tree)?
            .into_iter()
            .filter_map(|record| match record {
                recorder::Change::Deletion {
                    entry_mode, oid, path, ..
                } if entry_mode.is_blob() => {
                    let path = RepoPath::new(path.to_str().ok()?);
                    Some((Place { path, ..parent.clone() }, oid))
                }
                _ => None,
            })
            .collect();
        candidates.sort_by_key(|(candidate, id)| {
            let same_blob = trail.found().id == Some(*id);
            let same_name = candidate.path.file_name() == place.path.file_name();
            (Reverse(same_blob), Reverse(same_name), candidate.path.clone())
        });
        for (candidate, _) in candidates.into_iter().take(MAX_CANDIDATES) {
            let Some(found) = self.file_at(&candidate, None)? else {
                continue;
            };
            match self.holds(&found, search)? {
                Held::Yes => return Ok(Step::From(candidate, found)),
                Held::No => {}
                Held::Unknown => return Ok(Step::Unknown),
            }
        }
        Ok(Step::Nowhere)
    }

    pub(super) fn introduction(&self, id: ObjectId) -> Result<Option<Introduction>, GitError> {
        let object = self.object(id, "commit")?;
        let commit = commit_ref(&object)?;
        let Ok((author, time)) = commit.author().and_then(|author| Ok((author, author.time()?))) else {
            return Ok(None);
        };
        let date = time
            .format(format::SHORT)
            .or_else(|_| Time::new(time.seconds, 0).format(format::SHORT));
        Ok(date.ok().map(|date| Introduction {
            commit: CommitId::new(id.to_string()),
            author: author.name.to_str_lossy().into_owned(),
            date,
            seconds: time.seconds,
        }))
    }

    fn file_at(&self, place: &Place, known: Option<&Trail>) -> Result<Option<Trail>, GitError> {
        let trail = self.trail(place.tree, place.path.as_str(), known)?;
        Ok(trail.filter(|trail| trail.found().kind == EntryKind::File))
    }

    fn holds(&self, trail: &Trail, search: &mut Search<'_>) -> Result<Held, GitError> {
        let Found { id: Some(blob), .. } = trail.found() else {
            return Ok(Held::No);
        };
        let size = usize::try_from(self.blob_size(blob)?).ok();
        let Some(left) = size.and_then(|size| search.bytes_left.checked_sub(size)) else {
            return Ok(Held::Unknown);
        };
        search.bytes_left = left;
        let content = self.object(blob, "blob")?;
        let held = lines(&content.data).any(|line| line == search.wanted);
        Ok(if held { Held::Yes } else { Held::No })
    }
}

/// A file in a commit.
#[derive(Debug, Clone)]
struct Place {
    commit: ObjectId,
    tree: ObjectId,
    path: RepoPath,
}

/// The line that is looked for, and what may still be read for it.
struct Search<'a> {
    wanted: &'a [u8],
    bytes_left: usize,
}

/// Where a line comes from: a parent, no parent, or more was to be read than may be.
enum Step {
    From(Place, Trail),
    Nowhere,
    Unknown,
}

enum Held {
    Yes,
    No,
    Unknown,
}

/// The lines of a text without their ends: LF, CRLF or a lone CR.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find_byteset(b"\r\n") else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..));
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_the_line_index_counts_them() {
        let text = "a\r\nb\rc\n\nd";
        let found: Vec<&[u8]> = lines(text.as_bytes()).collect();
        assert_eq!(found, [&b"a"[..], b"b", b"c", b"", b"d"]);
        let index = crate::source::LineIndex::new(text);
        for (at, line) in found.into_iter().enumerate() {
            let span = index.line_span(text, at + 1);
            assert_eq!(text.as_bytes().get(span.start..span.end), Some(line));
        }
    }
}
