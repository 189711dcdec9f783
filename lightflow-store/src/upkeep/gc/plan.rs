//! Who needs which content: a look at the whole database, kept in memory.

use std::collections::HashMap;

use crate::error::Result;
use crate::runs::RunId;
use crate::{Digest, Store};

/// Who needs which content.
pub(super) struct Needs {
    contents: HashMap<Digest, Content>,
    runs: HashMap<RunId, Vec<Digest>>,
    actions: Vec<KeptAction>,
    needed: u64,
}

struct Content {
    len: u64,
    touched: u64,
    needs: u32,
}

/// An action, as it was when it was looked at.
#[derive(Clone)]
pub(super) struct KeptAction {
    pub key: Digest,
    pub output: Digest,
    pub last_used: u64,
}

impl Store {
    pub(super) fn needs(&self) -> Result<Needs> {
        // One transaction, so that a step that is recorded meanwhile is seen with its content or not at all.
        let mut needs = self.0.database.read(|connection| {
            let view = connection.unchecked_transaction()?;
            let mut needs =
                Needs { contents: HashMap::new(), runs: HashMap::new(), actions: Vec::new(), needed: 0 };
            let mut query = view.prepare("SELECT digest, len, touched FROM contents")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let content = Content { len: row.get(1)?, touched: row.get(2)?, needs: 0 };
                needs.contents.insert(row.get(0)?, content);
            }
            let mut query = view.prepare("SELECT key, output, last_used FROM actions ORDER BY last_used")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let (key, output, last_used) = (row.get(0)?, row.get(1)?, row.get(2)?);
                needs.add(output);
                needs.actions.push(KeptAction { key, output, last_used });
            }
            let mut query = view.prepare(
                "SELECT runs.id, output FROM steps JOIN runs ON runs.n = steps.run WHERE output IS NOT NULL
                 UNION ALL SELECT runs.id, digest FROM attached JOIN runs ON runs.n = attached.run
                 UNION ALL SELECT runs.id, digest FROM artifacts JOIN runs ON runs.n = artifacts.run",
            )?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let (run, digest) = (row.get(0)?, row.get(1)?);
                needs.add(digest);
                needs.runs.entry(run).or_default().push(digest);
            }
            let mut query = view.prepare("SELECT digest FROM verdicts")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                needs.add(row.get(0)?);
            }
            Ok(needs)
        })?;
        for content in needs.contents.values() {
            if content.needs > 0 {
                needs.needed += content.len;
            }
        }
        Ok(needs)
    }
}

impl Needs {
    fn add(&mut self, digest: Digest) {
        if let Some(content) = self.contents.get_mut(&digest) {
            content.needs += 1;
        }
    }

    fn drop(&mut self, digest: Digest) {
        let Some(content) = self.contents.get_mut(&digest) else { return };
        content.needs -= 1;
        if content.needs == 0 {
            self.needed -= content.len;
        }
    }

    pub fn drop_run(&mut self, run: RunId) {
        for digest in self.runs.remove(&run).unwrap_or_default() {
            self.drop(digest);
        }
    }

    pub fn drop_action(&mut self, action: &KeptAction) {
        self.drop(action.output);
    }

    pub fn actions_by_last_use(&self) -> Vec<KeptAction> {
        self.actions.clone()
    }

    /// The contents that nobody needs: name, length and when they were touched.
    pub fn free(&self) -> impl Iterator<Item = (Digest, u64, u64)> + '_ {
        let free = self.contents.iter().filter(|(_, content)| content.needs == 0);
        free.map(|(digest, content)| (*digest, content.len, content.touched))
    }

    /// The bytes of the contents that somebody needs.
    ///
    /// This is what has to fit. What is too new to be removed is left out: else what is needed would go in its place.
    pub fn needed(&self) -> u64 {
        self.needed
    }
}
