use gix::ObjectId;
use gix::objs::Kind;

use super::error::damaged;
use super::snapshot::Found;
use super::{EntryKind, GitError, Repository};

/// Trees nested deeper than this are refused; no file system can hold them.
const MAX_DEPTH: usize = 1024;

impl Repository {
    /// Calls `visit` for every path below a tree, in path order. `prefix` is where the
    /// tree stands (empty, or ending in `/`).
    pub(super) fn for_each_file(
        &self,
        tree: ObjectId,
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], Found),
    ) -> Result<(), GitError> {
        let object = self.tree(tree, prefix)?;
        for item in self.tree_ref(&object)?.entries {
            let mut path = [prefix, item.filename].concat();
            let id = item.oid.to_owned();
            if let Some(found) = Found::in_tree(item.mode, id) {
                visit(&path, found);
            } else {
                path.push(b'/');
                self.for_each_file(id, &path, visit)?;
            }
        }
        Ok(())
    }

    /// The tree of a folder below another one; none where there is none. The folder is empty, or ends in `/`.
    pub(super) fn subtree(&self, root: ObjectId, folder: &str) -> Result<Option<ObjectId>, GitError> {
        let mut tree = root;
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            let object = self.tree(tree, b"")?;
            let entries = self.tree_ref(&object)?.entries;
            let found = entries.iter().find(|item| item.filename == name && item.mode.is_tree());
            match found {
                Some(item) => tree = item.oid.to_owned(),
                None => return Ok(None),
            }
        }
        Ok(Some(tree))
    }

    /// Follows `path` down from a tree; none where nothing, or a directory, stands there.
    ///
    /// `known` is the way down the same path from another tree: from the first object
    /// that both share, the rest is taken over.
    pub(super) fn trail(&self, root: ObjectId, path: &str, known: Option<&Trail>) -> Result<Option<Trail>, GitError> {
        let mut ids = vec![root];
        let mut found = None;
        let mut tree = root;
        for (depth, name) in path.split('/').enumerate() {
            if found.is_some() {
                return Ok(None);
            }
            if let Some(known) = known
                && known.ids.get(depth) == Some(&tree)
            {
                return Ok(Some(known.with_root(&ids)));
            }
            let object = self.tree(tree, b"")?;
            let entries = self.tree_ref(&object)?.entries;
            let Some(item) = entries.iter().find(|item| item.filename == name) else {
                return Ok(None);
            };
            tree = item.oid.to_owned();
            ids.push(tree);
            found = Found::in_tree(item.mode, tree);
        }
        Ok(found.map(|found| Trail { ids, kind: found.kind }))
    }

    /// The tree `id`, which stands at `prefix` (empty, or ending in `/`).
    pub(super) fn tree(&self, id: ObjectId, prefix: &[u8]) -> Result<gix::Object<'_>, GitError> {
        if prefix.iter().filter(|byte| **byte == b'/').count() > MAX_DEPTH {
            return Err(GitError::Other {
                doing: format!("read the tree {id}"),
                reason: format!("directories are nested more than {MAX_DEPTH} deep"),
            });
        }
        let object = self.object(id, "tree")?;
        match object.kind {
            Kind::Tree => Ok(object),
            kind => Err(GitError::Corrupt {
                what: format!("the tree {id}"),
                reason: Some(format!("it is a {kind}")),
            }),
        }
    }

    /// The entries of a tree, in Git's order.
    pub(super) fn tree_ref<'a>(&self, object: &'a gix::Object<'_>) -> Result<gix::objs::TreeRef<'a>, GitError> {
        gix::objs::TreeRef::from_bytes(&object.data, self.inner.object_hash())
            .map_err(|error| damaged(format!("the tree {}", object.id), &error))
    }
}

/// The objects on the way down to a path: trees, then what stands there.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    pub(super) ids: Vec<ObjectId>,
    pub(super) kind: EntryKind,
}

impl Trail {
    pub(super) fn found(&self) -> Found {
        Found {
            kind: self.kind,
            id: self.ids.last().copied(),
        }
    }

    /// The same way down, but from other trees at the top.
    fn with_root(&self, top: &[ObjectId]) -> Self {
        let rest = self.ids.iter().skip(top.len());
        Self {
            ids: top.iter().chain(rest).copied().collect(),
            kind: self.kind,
        }
    }
}
