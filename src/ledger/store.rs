//! The ledger on disk: an SQLite file that several processes may read and write at once.
//!
//! It is a cache: whatever it holds can be read from Git again. It has one file for each way of reading
//! (engine, configuration, rules), in write-ahead mode, so that readers never wait. Everything in it stands
//! behind a checksum of its own, and nothing that is looked up may be missing, so that damage is always
//! noticed: a page that is not there is damage, not an empty answer.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, params};

use super::page::{self, Entries};
use super::record::{Number, Record, Totals};
use super::seal::Dictionary;
use super::state::{Manifest, State};

/// How long a process waits for another one that is writing.
const PATIENCE: Duration = Duration::from_millis(200);

/// How long a process waits that has much to write.
const LONG_PATIENCE: Duration = Duration::from_secs(10);

/// The form of the file; another one is another file.
const FORMAT: u32 = 1;

/// The place for which the state is sealed.
const STATE: u64 = u64::MAX;

/// The place for which the manifest is sealed.
const MANIFEST: u64 = u64::MAX - 1;

/// The first place of records; pages have smaller ones.
const RECORDS: u64 = 1 << 32;

/// The places of the two dictionaries.
const DICTIONARIES: u64 = 1 << 34;

/// The row of the dictionary for records.
const OF_RECORDS: u32 = 0;

/// The row of the dictionary for pages.
const OF_PAGES: u32 = 1;

/// So many old versions are no burden.
const FEW: u32 = 10_000;

/// So many stores for other rules, settings and versions are kept beside the one in use.
const MOST_OTHERS: usize = 2;

/// So many bytes all stores of a folder may have; the one in use always stays.
const MOST_BYTES: u64 = 4 << 30;

/// From so many pages a dictionary is learned.
const SAMPLES: usize = 512;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS page (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS dictionary (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
";

/// Why the store cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// What it holds is not what was written.
    Damaged(PathBuf),
    /// Another process is writing and takes long.
    Busy,
    /// The file system or SQLite refuses, for this reason.
    Refused(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Damaged(path) => write!(f, "{} is damaged", path.display()),
            StoreError::Busy => f.write_str("another factlint is writing to it"),
            StoreError::Refused(reason) => f.write_str(reason),
        }
    }
}

/// An open store, as it was at one moment.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    state: State,
    /// What records have in common, and what pages have.
    dictionaries: [OnceCell<Dictionary>; 2],
    /// Whether it may be written to.
    is_writable: bool,
}

impl Store {
    /// Opens the store of a folder that has this name, making what is missing.
    ///
    /// # Errors
    ///
    /// Where it is damaged, or may not be read.
    pub fn open(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let refused = |error: std::io::Error| StoreError::Refused(format!("{}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(refused)?;
        Self::open_at(&Self::path_in(folder, name))
    }

    /// Where the store of a folder stands that has this name.
    pub fn path_in(folder: &Path, name: &str) -> PathBuf {
        folder.join(format!("{name}.sqlite"))
    }

    /// Opens the store at a path, making it where it is missing.
    ///
    /// # Errors
    ///
    /// Where it is damaged, or may not be read.
    pub fn open_at(path: &Path) -> Result<Self, StoreError> {
        match Self::open_for_writing(path) {
            // What can only be read serves too, if it is whole.
            Err(StoreError::Refused(reason)) => Self::open_for_reading(path).map_err(|_| StoreError::Refused(reason)),
            other => other,
        }
    }

    fn open_for_writing(path: &Path) -> Result<Self, StoreError> {
        let sql = |error: rusqlite::Error| told(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(sql)?;
        connection.busy_timeout(PATIENCE).map_err(sql)?;
        let version: u32 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(sql)?;
        let is_new = version == 0;
        if !is_new && version != FORMAT {
            return Err(StoreError::Damaged(path.to_owned()));
        }
        if is_new {
            connection.pragma_update(None, "page_size", 8192).map_err(sql)?;
        }
        connection
            .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .map_err(sql)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(sql)?;
        if is_new {
            // All of it or nothing, also where the disk is full.
            let made = format!("BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {FORMAT}; COMMIT;");
            connection.execute_batch(&made).map_err(sql)?;
        }
        Self::at_a_moment(connection, path, true)
    }

    /// A store in a folder that cannot be written to. Where no process left changes beside the file, it is
    /// read alone.
    fn open_for_reading(path: &Path) -> Result<Self, StoreError> {
        let sql = |error: rusqlite::Error| told(path, &error);
        if !path.exists() {
            return Err(StoreError::Refused(format!("{} is not there", path.display())));
        }
        let wal = PathBuf::from(format!("{}-wal", path.display()));
        let is_alone = std::fs::metadata(wal).map_or(true, |file| file.len() == 0);
        let mut uri = String::from("file:");
        for byte in path.display().to_string().bytes() {
            match byte {
                b'?' | b'#' | b'%' => uri.push_str(&format!("%{byte:02x}")),
                byte => uri.push(char::from(byte)),
            }
        }
        uri.push_str(if is_alone { "?mode=ro&immutable=1" } else { "?mode=ro" });
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = match path.to_str().filter(|path| path.is_ascii()) {
            Some(_) => Connection::open_with_flags(uri, flags),
            None => Connection::open_with_flags(path, flags),
        };
        let connection = connection.map_err(sql)?;
        connection.busy_timeout(PATIENCE).map_err(sql)?;
        Self::at_a_moment(connection, path, false)
    }

    fn at_a_moment(connection: Connection, path: &Path, is_writable: bool) -> Result<Self, StoreError> {
        let mut store = Self {
            connection,
            path: path.to_owned(),
            state: State::default(),
            dictionaries: Default::default(),
            is_writable,
        };
        store.begin("BEGIN")?;
        Ok(store)
    }

    fn begin(&mut self, how: &str) -> Result<(), StoreError> {
        let sql = |error: rusqlite::Error| told(&self.path, &error);
        self.connection.execute_batch(how).map_err(sql)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT data FROM state WHERE id = 0")
            .map_err(sql)?;
        let mut rows = statement.query([]).map_err(sql)?;
        let state = match rows.next().map_err(sql)? {
            Some(row) => {
                let sealed = row.get_ref(0).map_err(sql)?.as_blob().unwrap_or_default();
                Dictionary::default().unseal_value(STATE, sealed)
            }
            None => Some(State::default()),
        };
        drop(rows);
        drop(statement);
        self.state = state.ok_or_else(|| self.damaged())?;
        // Another process may have learned more.
        self.dictionaries = Default::default();
        Ok(())
    }

    /// The dictionary of a row; empty where there is none yet.
    fn dictionary(&self, id: u32) -> Result<&Dictionary, StoreError> {
        let cell = self
            .dictionaries
            .get(usize::try_from(id).unwrap_or_default())
            .ok_or_else(|| self.damaged())?;
        if let Some(known) = cell.get() {
            return Ok(known);
        }
        let sql = |error: rusqlite::Error| told(&self.path, &error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT data FROM dictionary WHERE id = ?1")
            .map_err(sql)?;
        let mut rows = statement.query([id]).map_err(sql)?;
        let found = match rows.next().map_err(sql)? {
            None => Dictionary::default(),
            Some(row) => {
                let sealed = row.get_ref(0).map_err(sql)?.as_blob().map_err(|_| self.damaged())?;
                let bytes = Dictionary::default().unseal(DICTIONARIES + u64::from(id), sealed);
                Dictionary::new(bytes.ok_or_else(|| self.damaged())?)
            }
        };
        Ok(cell.get_or_init(|| found))
    }

    /// Learns a dictionary from samples, where they are enough.
    fn learn(&self, id: u32, samples: &[Vec<u8>]) -> Result<Dictionary, StoreError> {
        let learned = Dictionary::learned(samples);
        if !learned.is_empty() {
            let sealed = Dictionary::default().seal(DICTIONARIES + u64::from(id), learned.bytes());
            self.connection
                .execute(
                    "INSERT OR REPLACE INTO dictionary (id, data) VALUES (?1, ?2)",
                    params![id, sealed],
                )
                .map_err(|error| told(&self.path, &error))?;
        }
        Ok(learned)
    }

    fn end(&self, how: &str) -> Result<(), StoreError> {
        self.connection
            .execute_batch(how)
            .map_err(|error| told(&self.path, &error))
    }

    /// Removes the store at a path, so that another one can be made.
    ///
    /// # Errors
    ///
    /// Where the files cannot be removed.
    pub fn discard(path: &Path) -> std::io::Result<()> {
        for beside in ["-wal", "-shm", ""] {
            match std::fs::remove_file(format!("{}{beside}", path.display())) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// The stores of a folder, those written to last first, with their sizes in bytes.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read; one that is not there holds none.
    pub fn all(folder: &Path) -> std::io::Result<Vec<(PathBuf, u64)>> {
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let is_store = path
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with("ledger-") && name.ends_with(".sqlite"));
            if is_store {
                let file = std::fs::metadata(&path)?;
                let beside = ["-wal", "-shm"].map(|end| format!("{}{end}", path.display()));
                let beside = beside.iter().filter_map(|path| std::fs::metadata(path).ok());
                let size = file.len() + beside.map(|file| file.len()).sum::<u64>();
                found.push((file.modified()?, path, size));
            }
        }
        found.sort_by(|one, other| (other.0, &other.1).cmp(&(one.0, &one.1)));
        Ok(found.into_iter().map(|(_, path, size)| (path, size)).collect())
    }

    /// Removes the stores of its folder that are too many or too much, those that were written to first.
    /// What cannot be removed stays.
    pub fn make_room(&self) {
        let all = self
            .path
            .parent()
            .and_then(|folder| Self::all(folder).ok())
            .unwrap_or_default();
        let own = all.iter().filter(|(path, _)| *path == self.path).map(|(_, size)| *size);
        let mut bytes: u64 = own.sum();
        for (number, (path, size)) in all.iter().filter(|(path, _)| *path != self.path).enumerate() {
            bytes += size;
            if number >= MOST_OTHERS || bytes > MOST_BYTES {
                let _ = Self::discard(path);
            }
        }
    }

    /// Reads everything that it holds; returns how many records there are.
    ///
    /// # Errors
    ///
    /// Where anything is not what was written.
    pub fn verify(&self) -> Result<usize, StoreError> {
        for number in 0..self.state.pages {
            page::entries(&self.page(number)?).ok_or_else(|| self.damaged())?;
        }
        let mut records = 0;
        self.each_record(&mut |_, _| {
            records += 1;
            Ok(())
        })?;
        Ok(records)
    }

    /// Forgets the records of all but some documents, and gives the room back.
    ///
    /// # Errors
    ///
    /// Where it cannot be written to.
    pub fn forget(&mut self, standing: &BTreeSet<Number>) -> Result<(), StoreError> {
        self.written(|store| {
            let sql = |error: rusqlite::Error| told(&store.path, &error);
            let mut gone = Vec::new();
            store.each_record(&mut |number, _| {
                gone.extend((!standing.contains(&number)).then_some(number));
                Ok(())
            })?;
            let mut statement = store
                .connection
                .prepare_cached("DELETE FROM record WHERE id = ?1")
                .map_err(sql)?;
            for number in gone {
                statement.execute([number.0]).map_err(sql)?;
            }
            Ok(())
        })?;
        self.end("ROLLBACK")?;
        let compacted = self.end("VACUUM");
        self.begin("BEGIN")?;
        compacted
    }

    /// What its index speaks of, at the moment at which it was opened or written to last.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Waits longer for others that write, from now on.
    ///
    /// # Errors
    ///
    /// Where SQLite refuses.
    pub fn wait_longer(&self) -> Result<(), StoreError> {
        let waiting = self.connection.busy_timeout(LONG_PATIENCE);
        waiting.map_err(|error| told(&self.path, &error))
    }

    /// Whether it may be written to.
    pub fn is_writable(&self) -> bool {
        self.is_writable
    }

    /// That it does not hold what was written.
    pub fn damaged(&self) -> StoreError {
        StoreError::Damaged(self.path.clone())
    }

    fn blob(&self, query: &str, place: u64, id: u32, dictionary: u32) -> Result<Vec<u8>, StoreError> {
        let dictionary = self.dictionary(dictionary)?;
        let sql = |error: rusqlite::Error| told(&self.path, &error);
        let mut statement = self.connection.prepare_cached(query).map_err(sql)?;
        let mut rows = statement.query([id]).map_err(sql)?;
        let row = rows.next().map_err(sql)?.ok_or_else(|| self.damaged())?;
        let sealed = row.get_ref(0).map_err(sql)?.as_blob().map_err(|_| self.damaged())?;
        dictionary
            .unseal(place + u64::from(id), sealed)
            .ok_or_else(|| self.damaged())
    }

    /// The bytes of a page of the index.
    pub(super) fn page(&self, number: u32) -> Result<Vec<u8>, StoreError> {
        self.blob("SELECT data FROM page WHERE id = ?1", 0, number, OF_PAGES)
    }

    /// The record of a document.
    pub fn record(&self, number: Number) -> Result<Record, StoreError> {
        let bytes = self.blob("SELECT data FROM record WHERE id = ?1", RECORDS, number.0, OF_RECORDS)?;
        Record::from_bytes(&bytes).ok_or_else(|| self.damaged())
    }

    fn last_record(&self) -> Result<u32, StoreError> {
        let query = "SELECT COALESCE(MAX(id), 0) FROM record";
        let last = self.connection.query_row(query, [], |row| row.get(0));
        last.map_err(|error| told(&self.path, &error))
    }

    /// Whether it knows so many versions that do not stand any more that the old ones should be forgotten.
    ///
    /// # Errors
    ///
    /// Where it is damaged.
    pub fn is_overgrown(&self) -> Result<bool, StoreError> {
        let since = self.last_record()?.saturating_sub(self.state.built_with);
        let articles = u32::try_from(self.state.totals.articles).unwrap_or(u32::MAX);
        Ok(since > articles.max(FEW))
    }

    /// Visits the records of all documents that it knows, standing or not, in the order in which they came.
    ///
    /// # Errors
    ///
    /// Where it is damaged, and what `visit` says.
    pub fn each_record(
        &self,
        visit: &mut dyn FnMut(Number, Record) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql = |error: rusqlite::Error| told(&self.path, &error);
        let dictionary = self.dictionary(OF_RECORDS)?;
        let mut statement = self
            .connection
            .prepare("SELECT id, data FROM record ORDER BY id")
            .map_err(sql)?;
        let mut rows = statement.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let number = Number(row.get(0).map_err(sql)?);
            let sealed = row.get_ref(1).map_err(sql)?.as_blob().map_err(|_| self.damaged())?;
            let bytes = dictionary
                .unseal(RECORDS + u64::from(number.0), sealed)
                .ok_or_else(|| self.damaged())?;
            visit(number, Record::from_bytes(&bytes).ok_or_else(|| self.damaged())?)?;
        }
        Ok(())
    }

    /// Keeps records; they belong to no tree yet.
    ///
    /// # Errors
    ///
    /// Where it cannot be written to.
    pub fn append(&mut self, records: &[Record]) -> Result<Vec<Number>, StoreError> {
        self.written(|store| {
            let sql = |error: rusqlite::Error| told(&store.path, &error);
            let last = store.last_record()?;
            let mut statement = store
                .connection
                .prepare_cached("INSERT INTO record (id, data) VALUES (?1, ?2)")
                .map_err(sql)?;
            let mut numbers = Vec::with_capacity(records.len());
            let all: Vec<Vec<u8>> = records.iter().map(Record::to_bytes).collect();
            let learned;
            let mut dictionary = store.dictionary(OF_RECORDS)?;
            if dictionary.is_empty() {
                learned = store.learn(OF_RECORDS, &all)?;
                dictionary = &learned;
            }
            for (bytes, number) in all.iter().zip(last + 1..) {
                let sealed = dictionary.seal(RECORDS + u64::from(number), bytes);
                statement.execute(params![number, sealed]).map_err(sql)?;
                numbers.push(Number(number));
            }
            Ok(numbers)
        })
    }

    /// Changes what is filed.
    ///
    /// # Errors
    ///
    /// Where it cannot be written to.
    pub(super) fn change(&mut self, differs: &Entries, tree: &str, totals: Totals) -> Result<(), StoreError> {
        let expected = self.state.generation;
        self.written(|store| {
            let sql = |error: rusqlite::Error| told(&store.path, &error);
            let mut by_page: BTreeMap<u32, Vec<(&String, &_)>> = BTreeMap::new();
            for (key, items) in differs {
                let number = page::page_of(key, store.state.pages);
                by_page.entry(number).or_default().push((key, items));
            }
            let mut statement = store
                .connection
                .prepare_cached("UPDATE page SET data = ?2 WHERE id = ?1")
                .map_err(sql)?;
            for (number, changes) in by_page {
                let mut entries = page::entries(&store.page(number)?).ok_or_else(|| store.damaged())?;
                for (key, items) in changes {
                    let known = entries.entry(key.clone()).or_default();
                    for (item, by) in items {
                        *known.entry(item.clone()).or_default() += by;
                    }
                    known.retain(|_, count| *count > 0);
                    if known.is_empty() {
                        entries.remove(key);
                    }
                }
                let sealed = store
                    .dictionary(OF_PAGES)?
                    .seal(u64::from(number), &page::to_bytes(entries.iter()));
                statement.execute(params![number, sealed]).map_err(sql)?;
            }
            let state = State {
                generation: expected + 1,
                tree: tree.to_owned(),
                totals,
                ..store.state.clone()
            };
            store.put_state(&state)
        })
    }

    /// Puts a new index in the place of the one that is there.
    ///
    /// # Errors
    ///
    /// Where it cannot be written to, or `pages` fails; the one that is there then stays.
    pub(super) fn replace(
        &mut self,
        count: u32,
        pages: &mut dyn FnMut() -> Result<Option<(u32, Vec<u8>)>, StoreError>,
        tree: &str,
        totals: Totals,
    ) -> Result<(), StoreError> {
        self.written(|store| {
            let sql = |error: rusqlite::Error| told(&store.path, &error);
            store.connection.execute("DELETE FROM page", []).map_err(sql)?;
            let mut statement = store
                .connection
                .prepare_cached("INSERT INTO page (id, data) VALUES (?1, ?2)")
                .map_err(sql)?;
            let mut first = Vec::new();
            while first.len() < SAMPLES
                && let Some((_, bytes)) = pages()?
            {
                first.push(bytes);
            }
            let dictionary = store.learn(OF_PAGES, &first)?;
            if dictionary.is_empty() {
                let query = "DELETE FROM dictionary WHERE id = ?1";
                store.connection.execute(query, [OF_PAGES]).map_err(sql)?;
            }
            let mut put = |number: u32, bytes: &[u8]| {
                let sealed = dictionary.seal(u64::from(number), bytes);
                statement.execute(params![number, sealed]).map_err(sql)
            };
            for (number, bytes) in (0..).zip(&first) {
                put(number, bytes)?;
            }
            while let Some((number, bytes)) = pages()? {
                put(number, &bytes)?;
            }
            let state = State {
                generation: store.state.generation + 1,
                pages: count,
                tree: tree.to_owned(),
                totals,
                built_with: store.last_record()?,
            };
            store.put_state(&state)
        })
    }

    /// How its records were read; none before anything was.
    ///
    /// # Errors
    ///
    /// Where it is damaged.
    pub fn manifest(&self) -> Result<Option<Manifest>, StoreError> {
        let sql = |error: rusqlite::Error| told(&self.path, &error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT data FROM state WHERE id = 1")
            .map_err(sql)?;
        let mut rows = statement.query([]).map_err(sql)?;
        let Some(row) = rows.next().map_err(sql)? else {
            return Ok(None);
        };
        let sealed = row.get_ref(0).map_err(sql)?.as_blob().map_err(|_| self.damaged())?;
        let manifest = Dictionary::default().unseal_value(MANIFEST, sealed);
        manifest.map(Some).ok_or_else(|| self.damaged())
    }

    /// Says how its records are read.
    ///
    /// # Errors
    ///
    /// Where it cannot be written to.
    pub fn keep_manifest(&mut self, manifest: &Manifest) -> Result<(), StoreError> {
        self.written(|store| {
            let sealed = Dictionary::default().seal_value(MANIFEST, manifest);
            let query = "INSERT OR REPLACE INTO state (id, data) VALUES (1, ?1)";
            let done = store.connection.execute(query, params![sealed]);
            done.map(|_| ()).map_err(|error| told(&store.path, &error))
        })
    }

    fn put_state(&self, state: &State) -> Result<(), StoreError> {
        let sealed = Dictionary::default().seal_value(STATE, state);
        self.connection
            .execute(
                "INSERT OR REPLACE INTO state (id, data) VALUES (0, ?1)",
                params![sealed],
            )
            .map_err(|error| told(&self.path, &error))?;
        Ok(())
    }

    /// Does something while nobody else may write, all of it or nothing, where nobody has changed the index
    /// since it was looked at. Afterwards the store is as it is then: whoever goes on with what it read
    /// before must compare the states.
    fn written<T>(&mut self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.end("ROLLBACK")?;
        let before = self.state.clone();
        if let Err(error) = self.begin("BEGIN IMMEDIATE") {
            self.begin("BEGIN")?;
            return Err(error);
        }
        // What the caller knows is what it read before.
        let result = match self.state == before {
            true => work(self).and_then(|done| self.end("COMMIT").map(|()| done)),
            false => Err(StoreError::Busy),
        };
        if result.is_err() {
            // After some errors SQLite has rolled back already.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.begin("BEGIN")?;
        result
    }
}

/// What an error of SQLite means for a user.
fn told(path: &Path, error: &rusqlite::Error) -> StoreError {
    let refused = |why: &str| StoreError::Refused(format!("{} {why}", path.display()));
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::CannotOpen) => refused("cannot be opened"),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => refused("cannot be written to"),
        Some(ErrorCode::DiskFull) => refused("cannot be written to: the disk is full"),
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::AuthorizationForStatementDenied
            | ErrorCode::NoLargeFileSupport
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed,
        ) => refused(&format!("cannot be used: {error}")),
        _ => StoreError::Damaged(path.to_owned()),
    }
}
