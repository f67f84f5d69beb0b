//! What was sent before, to be taken up again, oldest first, and after it what is not sent yet.
//!
//! Going back through it never loses what a person has typed and not sent.

use std::collections::VecDeque;

use super::draft::Draft;

const MAX_DRAFTS: usize = 100;
const MAX_BYTES: usize = 1 << 20;

/// The drafts, and where among them the person is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    drafts: VecDeque<Draft>,
    bytes: usize,
    /// How many drafts were evicted. The drafts are numbered over the history's life, so that a
    /// number means the same draft after an eviction.
    evicted: usize,
    recall: Option<Recall>,
}

/// A way back through the history.
#[derive(Debug, Clone, PartialEq)]
struct Recall {
    /// The number of the draft that was recalled last.
    at: usize,
    /// What the person was writing when they set out.
    unsent: Draft,
    /// Whether what was recalled has been changed since; then it is unsent too.
    is_edited: bool,
}

impl History {
    /// Puts a draft at the end, unless it is there already or there is nothing in it. The oldest
    /// leave when there are too many. Says whether the draft can be recalled: one that is larger than the
    /// whole history may be cannot.
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

    /// What was sent before what is shown, if anything was, to be shown instead.
    pub fn older(&mut self, shown: &Draft) -> Option<Draft> {
        let from = self.recall.as_ref().map_or(self.end(), |recall| recall.at);
        self.older_than(from, shown)?;
        if !self.keep_edited(shown) {
            return None;
        }
        // Keeping something may have evicted what was to be shown.
        let at = self.older_than(from, shown)?;
        self.go(at, shown)
    }

    /// What was sent after what is shown, and after the last of these what is unsent.
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

    /// What was recalled is being changed: from now on it is the person's own.
    pub fn leave_to_edit(&mut self) {
        if let Some(recall) = &mut self.recall {
            recall.is_edited = true;
        }
    }

    /// Before something changed is left: there is one place for what is unsent, and it is to be there. What
    /// was there goes into the history as if it had been sent. Says whether that can be done; where it
    /// cannot, the person stays where they are.
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

    /// The number of the nearest older draft that is not what is shown already: just after it was
    /// sent the newest is, and a key press that changes nothing looks broken.
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

    /// The number that the next draft will have.
    fn end(&self) -> usize {
        self.evicted + self.drafts.len()
    }
}
