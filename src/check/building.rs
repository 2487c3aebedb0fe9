//! Builds a store for a base: from what other stores have read in the same way, and from Git.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::Path;

use rustc_hash::FxHasher;

use super::reuse::Differing;
use super::standing::{BATCH, Failure, Reading};
use super::version::{on_all_cores, read_text};
use crate::git::{Entry, EntryKind};
use crate::ledger::{Builder, Number, Record, Store, StoreError, filings};
use crate::source::{BlobId, RepoPath};

impl Reading<'_> {
    /// Reads all articles of the base into a store, but for those that it knows already.
    /// Where it is overgrown, it forgets what does not stand.
    pub(super) fn build(
        &self,
        store: &mut Store,
        folder: &Path,
        tree: &str,
        is_overgrown: bool,
    ) -> Result<(), Failure> {
        if !store.is_writable() {
            return Err(StoreError::Refused(format!("{} cannot be written to", folder.display())).into());
        }
        let (entries, unnamed) = self.articles()?;
        let hasher = BuildHasherDefault::<FxHasher>::default();
        let name = |path: &RepoPath, blob: &BlobId| hasher.hash_one((path, blob));
        let blob_of = |entry: &Entry| entry.blob.clone().unwrap_or_else(|| BlobId::new(""));
        let mut wanted: HashMap<u64, bool> = HashMap::with_capacity(entries.len());
        wanted.extend(entries.iter().map(|entry| (name(&entry.path, &blob_of(entry)), false)));
        let mut builder = Builder::new(entries.len() + unnamed.len(), folder);
        let mut batch: Vec<(Number, Record)> = Vec::new();
        let mut standing = BTreeSet::new();
        store.each_record(&mut |number, record| {
            if let Some(is_known) = wanted.get_mut(&name(&record.path, &record.blob))
                && !std::mem::replace(is_known, true)
            {
                standing.insert(number);
                batch.push((number, record));
                if batch.len() >= BATCH {
                    self.file(&mut builder, &std::mem::take(&mut batch))?;
                }
            } else if !is_overgrown {
                builder.remember(number, &record)?;
            }
            Ok(())
        })?;
        self.file(&mut builder, &batch)?;
        if store.manifest()?.is_none() {
            store.keep_manifest(&self.judge.manifest)?;
        }
        if wanted.values().any(|is_known| !is_known) {
            standing.extend(self.take_over(store, folder, &mut builder, &mut wanted, &name)?);
        }
        let missing: Vec<&Entry> = entries
            .iter()
            .filter(|entry| wanted.get(&name(&entry.path, &blob_of(entry))) == Some(&false))
            .collect();
        drop(wanted);
        // What takes long anyway may wait longer for others.
        if missing.len() > BATCH {
            store.wait_longer()?;
        }
        self.watch.begins(missing.len());
        for batch in missing.chunks(BATCH) {
            let records = self.read(batch)?;
            standing.extend(self.append(store, &mut builder, records)?);
            self.watch.advanced(batch.len());
        }
        standing.extend(self.append(store, &mut builder, unnamed)?);
        builder.finish(store, tree)?;
        if is_overgrown {
            store.forget(&standing)?;
        }
        store.make_room();
        self.watch.ends();
        Ok(())
    }

    /// Takes over from other stores of the folder what this way of reading would read in the same way.
    fn take_over(
        &self,
        store: &mut Store,
        folder: &Path,
        builder: &mut Builder,
        wanted: &mut HashMap<u64, bool>,
        name: &dyn Fn(&RepoPath, &BlobId) -> u64,
    ) -> Result<Vec<Number>, Failure> {
        let mut taken = Vec::new();
        let own = store.path().to_owned();
        let others = Store::all(folder).unwrap_or_default().into_iter();
        for (path, _) in others.filter(|(path, _)| *path != own && is_of_this_engine(path)) {
            // What is wrong with another store is no matter of this one.
            let Ok(other) = Store::open_at(&path) else { continue };
            let Some(manifest) = other.manifest().ok().flatten() else {
                continue;
            };
            let Some(differing) = Differing::between(&manifest, self.judge) else {
                continue;
            };
            let mut batch: Vec<Record> = Vec::new();
            let mut failure = None;
            let read = other.each_record(&mut |_, record| {
                if wanted.get(&name(&record.path, &record.blob)) == Some(&false) {
                    batch.push(record);
                }
                if batch.len() >= BATCH {
                    let batch = std::mem::take(&mut batch);
                    match self.take_batch(batch, &differing, store, builder, wanted, name) {
                        Ok(numbers) => taken.extend(numbers),
                        Err(error) => {
                            failure = Some(error);
                            return Err(StoreError::Busy);
                        }
                    }
                }
                Ok(())
            });
            if let Some(failure) = failure {
                return Err(failure);
            }
            if read.is_ok() {
                taken.extend(self.take_batch(batch, &differing, store, builder, wanted, name)?);
            }
        }
        Ok(taken)
    }

    fn take_batch(
        &self,
        mut batch: Vec<Record>,
        differing: &Differing,
        store: &mut Store,
        builder: &mut Builder,
        wanted: &mut HashMap<u64, bool>,
        name: &dyn Fn(&RepoPath, &BlobId) -> u64,
    ) -> Result<Vec<Number>, Failure> {
        // Of several copies the first serves.
        batch.retain(|record| {
            let known = wanted.get_mut(&name(&record.path, &record.blob));
            known.is_some_and(|is_known| !std::mem::replace(is_known, true))
        });
        let mut texts = Vec::with_capacity(batch.len());
        for record in &batch {
            let entry = Entry {
                path: record.path.clone(),
                kind: EntryKind::File,
                blob: Some(record.blob.clone()),
            };
            texts.push((record, read_text(self.repository, self.base, &entry)?));
        }
        let touched = on_all_cores(&texts, |(record, text)| match text {
            Ok(text) => differing.touch(self.judge, &record.path, text),
            // What cannot be read cannot be read by any rule.
            Err(_) => false,
        });
        drop(texts);
        let mut kept = Vec::with_capacity(batch.len());
        for (record, is_touched) in batch.into_iter().zip(touched) {
            match is_touched {
                true => _ = wanted.insert(name(&record.path, &record.blob), false),
                false => kept.push(record),
            }
        }
        Ok(self.append(store, builder, kept)?)
    }

    fn append(
        &self,
        store: &mut Store,
        builder: &mut Builder,
        records: Vec<Record>,
    ) -> Result<Vec<Number>, StoreError> {
        let numbers = store.append(&records)?;
        let batch: Vec<(Number, Record)> = numbers.iter().copied().zip(records).collect();
        self.file(builder, &batch)?;
        Ok(numbers)
    }

    fn file(&self, builder: &mut Builder, batch: &[(Number, Record)]) -> Result<(), StoreError> {
        let articles = &self.config().articles;
        let filed = on_all_cores(batch, |(number, record)| {
            filings(*number, record, articles.collection(&record.path))
        });
        for ((number, record), filed) in batch.iter().zip(filed) {
            builder.add(*number, record, filed, articles.establishes(&record.path))?;
        }
        Ok(())
    }
}

/// Whether a store was written by this engine.
fn is_of_this_engine(path: &Path) -> bool {
    let begins = concat!("ledger-", env!("FACTLINT_ENGINE"), "-");
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(begins))
}
