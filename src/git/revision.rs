//! Which commit a name means, and how commits follow one another.

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::objs::Kind;

use super::error::{damaged, failed};
use super::{CommitId, GitError, Repository, Snapshot, TreeId, commit_ref, object_id};

impl Repository {
    /// The commit that is checked out; [`Snapshot::Empty`] before the first commit.
    pub fn head(&self) -> Result<Snapshot, GitError> {
        let head = self
            .inner
            .head()
            .and_then(|mut head| head.try_peel_to_id().map(|id| id.map(gix::Id::detach)))
            .map_err(|error| damaged("HEAD", &error))?;
        match head {
            Some(id) => self.commit(id),
            None => Ok(Snapshot::Empty),
        }
    }

    /// The commit that a revision names, in any of Git's spellings.
    ///
    /// The null id and the id of the empty tree, which hooks and hook managers pass
    /// where there is no earlier commit, are [`Snapshot::Empty`].
    pub fn resolve(&self, rev: &str) -> Result<Snapshot, GitError> {
        if let Ok(id) = ObjectId::from_hex(rev.as_bytes())
            && (id.is_null() || id.is_empty_tree())
        {
            return Ok(Snapshot::Empty);
        }
        if rev.starts_with("HEAD") && self.head()? == Snapshot::Empty {
            return Err(GitError::Unborn);
        }
        match self.inner.rev_parse_single(rev) {
            Ok(id) if self.inner.has_object(id) => self.commit(id.detach()).map_err(|error| match error {
                GitError::UnknownRevision { .. } => self.unknown(rev),
                error => error,
            }),
            _ if self.is_shallow() && self.leads_beyond(rev) => Err(GitError::Shallow {
                needed: format!("`{rev}`"),
            }),
            _ => Err(self.unknown(rev)),
        }
    }

    /// Whether a name stands for any object that is here, a commit or not.
    pub fn has_any(&self, name: &str) -> bool {
        self.inner
            .rev_parse_single(name)
            .is_ok_and(|id| self.inner.has_object(id))
    }

    /// Whether a name that was not found speaks of history, and not of a branch or a tag.
    fn leads_beyond(&self, rev: &str) -> bool {
        let stem = rev.split(['~', '^']).next().unwrap_or(rev);
        let is_id = rev.len() >= 7 && rev.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_id || stem != rev && self.inner.rev_parse_single(stem).is_ok()
    }

    /// The error for a name that no commit answers to, with the command that may bring it.
    fn unknown(&self, rev: &str) -> GitError {
        let remotes = self.inner.remote_names();
        let of_remote = remotes.iter().find_map(|remote| {
            let remote = remote.to_str().ok()?;
            let branch = rev.strip_prefix(remote)?.strip_prefix('/')?;
            Some(format!("git fetch {remote} {branch}:refs/remotes/{rev}"))
        });
        GitError::UnknownRevision {
            rev: rev.to_owned(),
            command: of_remote.unwrap_or_else(|| "git fetch".to_owned()),
        }
    }

    /// The best common ancestors of a commit and of what the `others` would be together; several where
    /// branches were merged crosswise, none where they share no history or where a side is no commit.
    ///
    /// In a shallow clone "none" may only mean that history was cut off, so there it
    /// is an error; so is a file of grafts, which would change the answer.
    pub fn merge_bases(&self, one: &Snapshot, others: &[Snapshot]) -> Result<Vec<Snapshot>, GitError> {
        let Some(tip) = one.commit_id() else {
            return Ok(Vec::new());
        };
        let names: Vec<&CommitId> = others.iter().filter_map(Snapshot::commit_id).collect();
        let Some(first) = names.first() else {
            return Ok(Vec::new());
        };
        if self.has_grafts() {
            return Err(GitError::Grafts);
        }
        let ids: Vec<ObjectId> = names
            .iter()
            .map(|name| object_id(name.as_str()))
            .collect::<Result<_, _>>()?;
        let bases = self
            .inner
            .merge_bases_many(object_id(tip.as_str())?, &ids)
            .map_err(|error| failed("find the merge base", &error))?;
        if bases.is_empty() && self.is_shallow() {
            return Err(GitError::Shallow {
                needed: format!("the merge base of {} and {}", first.short(), tip.short()),
            });
        }
        let mut bases: Vec<ObjectId> = bases.into_iter().map(gix::Id::detach).collect();
        bases.sort();
        bases.into_iter().map(|id| self.commit(id)).collect()
    }

    /// The commits that a commit follows, the first parent first.
    pub fn parents(&self, commit: &Snapshot) -> Result<Vec<Snapshot>, GitError> {
        let Some(id) = commit.commit_id() else {
            return Ok(Vec::new());
        };
        if self.has_grafts() {
            return Err(GitError::Grafts);
        }
        let object = self.object(object_id(id.as_str())?, "commit")?;
        let parents: Vec<ObjectId> = commit_ref(&object)?.parents().collect();
        parents.into_iter().map(|id| self.commit(id)).collect()
    }

    /// The author's day of a commit, in the author's own offset from UTC, as `YYYY-MM-DD`; none where
    /// the snapshot is no commit or its date is damaged.
    pub fn author_day(&self, commit: &Snapshot) -> Result<Option<String>, GitError> {
        let Some(id) = commit.commit_id() else {
            return Ok(None);
        };
        Ok(self.introduction(object_id(id.as_str())?)?.map(|made| made.date))
    }

    /// What is known locally of the branches of a remote; of all remotes where it is not named, has no
    /// branch yet, or is named by its address.
    pub fn remote_tips(&self, remote: Option<&str>) -> Result<Vec<Snapshot>, GitError> {
        let doing = "read the references";
        let references = self.inner.references().map_err(|error| failed(doing, &error))?;
        let found = references
            .prefixed("refs/remotes/")
            .map_err(|error| failed(doing, &error))?;
        let own = remote.map(|remote| format!("refs/remotes/{remote}/"));
        let (mut tips, mut others) = (Vec::new(), Vec::new());
        for reference in found {
            let mut reference = reference.map_err(|error| GitError::Other {
                doing: doing.to_owned(),
                reason: error.to_string(),
            })?;
            let is_own = own
                .as_ref()
                .is_some_and(|own| reference.name().as_bstr().starts_with(own.as_bytes()));
            // A branch whose commit is not there says nothing of what the remote has.
            if let Ok(id) = reference.peel_to_id()
                && let Ok(tip) = self.commit(id.detach())
            {
                if is_own { &mut tips } else { &mut others }.push(tip);
            }
        }
        Ok(if tips.is_empty() { others } else { tips })
    }

    /// The commits that are being merged into HEAD: those of `MERGE_HEAD`, else those
    /// that the `GITHEAD_<id>` variables name, else none.
    ///
    /// Variables that name HEAD itself or a commit of another repository do not count.
    pub fn merge_parents(&self) -> Result<Vec<Snapshot>, GitError> {
        match std::fs::read_to_string(self.git_dir().join("MERGE_HEAD")) {
            Ok(text) => {
                let ids = text.split_whitespace().map(object_id);
                return ids.map(|id| self.commit(id?)).collect();
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("read MERGE_HEAD", &error)),
        }
        let mut ids: Vec<ObjectId> = std::env::vars_os()
            .filter_map(|(name, _)| {
                let hex = name.to_str()?.strip_prefix("GITHEAD_")?;
                ObjectId::from_hex(hex.as_bytes()).ok()
            })
            .filter(|id| self.inner.has_object(id))
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        ids.sort();
        let head = self.head()?;
        let parents: Vec<Snapshot> = ids.into_iter().map(|id| self.commit(id)).collect::<Result<_, _>>()?;
        Ok(parents.into_iter().filter(|parent| *parent != head).collect())
    }

    /// The commit that `id` names, through any number of tags.
    fn commit(&self, id: ObjectId) -> Result<Snapshot, GitError> {
        let mut id = id;
        loop {
            let object = self.object(id, "commit")?;
            match object.kind {
                Kind::Commit => {
                    let tree = commit_ref(&object)?.tree();
                    return Ok(Snapshot::Commit {
                        id: CommitId::new(id.to_string()),
                        tree: TreeId::new(tree.to_string()),
                    });
                }
                Kind::Tag => {
                    let tag = object
                        .try_to_tag_ref()
                        .map_err(|error| failed(format!("read the tag {id}"), &error))?;
                    id = tag.target();
                }
                Kind::Tree | Kind::Blob => {
                    return Err(self.unknown(&id.to_string()));
                }
            }
        }
    }
}
