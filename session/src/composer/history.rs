//! The history of sent drafts, which the arrow keys go through.
//!
//! Going through it never loses an unsent draft.

use std::collections::VecDeque;

use super::draft::Draft;

const MAX_DRAFTS: usize = 100;
const MAX_BYTES: usize = 1 << 20;

/// The sent drafts, the oldest first, and the person's place among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    drafts: VecDeque<Draft>,
    bytes: usize,
    /// How many drafts were evicted. Drafts are numbered over the history's life, so a number means the
    /// same draft after an eviction.
    evicted: usize,
    recall: Option<Recall>,
}

/// A recalled draft, while one is shown.
#[derive(Debug, Clone, PartialEq)]
struct Recall {
    /// Its number.
    at: usize,
    /// The draft that the person was writing before.
    unsent: Draft,
    /// Whether the person changed the recalled draft; if so, it is unsent too.
    is_edited: bool,
}

impl History {
    /// Appends a draft, unless it is empty or the newest already. Beyond the limits the oldest drafts go.
    /// Returns `false` for a draft larger than the whole history, which is not kept.
    pub fn push(&mut self, draft: &Draft) -> bool {
        if draft.text.is_empty() || self.drafts.back() == Some(draft) {
            return true;
        }
        if draft.text.len() > MAX_BYTES {
            return false;
        }
        self.bytes += draft.text.len();
        self.drafts.push_back(draft.clone());
        while self.drafts.len() > MAX_DRAFTS || self.bytes > MAX_BYTES {
            let oldest = self.drafts.pop_front();
            self.bytes -= oldest.map_or(0, |oldest| oldest.text.len());
            self.evicted += 1;
        }
        true
    }

    /// The draft sent before the shown one, to show instead.
    pub fn older(&mut self, shown: &Draft) -> Option<Draft> {
        let from = self.recall.as_ref().map_or(self.end(), |recall| recall.at);
        self.older_than(from, shown)?;
        if !self.keep_edited(shown) {
            return None;
        }
        // Keeping the edited draft may have evicted that one.
        let at = self.older_than(from, shown)?;
        self.go(at, shown)
    }

    /// The draft sent after the shown one, or, after the last, the unsent one.
    pub fn newer(&mut self, shown: &Draft) -> Option<Draft> {
        let from = self.recall.as_ref()?.at;
        if !self.keep_edited(shown) {
            return None;
        }
        let mut later = from.max(self.evicted)..self.end();
        match later.find(|&at| at > from && self.draft(at) != Some(shown)) {
            Some(at) => self.go(at, shown),
            None => self.recall.take().map(|recall| recall.unsent),
        }
    }

    /// The person changes the recalled draft, which is an unsent one from now on.
    pub fn leave_to_edit(&mut self) {
        if let Some(recall) = &mut self.recall {
            recall.is_edited = true;
        }
    }

    /// Before an edited draft is left, it becomes the unsent one, and the unsent one enters the history.
    /// Returns `false` if the history cannot keep it; the person then stays at the edited draft.
    fn keep_edited(&mut self, shown: &Draft) -> bool {
        let Some(recall) = self
            .recall
            .take_if(|recall| recall.is_edited && !shown.text.is_empty())
        else {
            return true;
        };
        let is_kept = self.push(&recall.unsent);
        if !is_kept {
            self.recall = Some(recall);
        }
        is_kept
    }

    /// The number of the nearest older draft that differs from the shown one. Right after sending, the
    /// newest is equal to it, and a key press without effect looks broken.
    fn older_than(&self, from: usize, shown: &Draft) -> Option<usize> {
        (self.evicted..from)
            .rev()
            .find(|&at| self.draft(at) != Some(shown))
    }

    fn go(&mut self, at: usize, shown: &Draft) -> Option<Draft> {
        let draft = self.draft(at)?.clone();
        let unsent = match self.recall.take() {
            Some(recall) => recall.unsent,
            None => shown.clone(),
        };
        self.recall = Some(Recall {
            at,
            unsent,
            is_edited: false,
        });
        Some(draft)
    }

    fn draft(&self, number: usize) -> Option<&Draft> {
        self.drafts.get(number.checked_sub(self.evicted)?)
    }

    /// The number of the next draft.
    fn end(&self) -> usize {
        self.evicted + self.drafts.len()
    }
}
