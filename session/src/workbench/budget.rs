//! The memory budget of all logs together.

use super::Workbench;
use crate::tab::Tab;

impl Workbench {
    /// The bytes of all logs together, with those of closed tabs that can come back.
    #[must_use]
    pub fn bytes_of_logs(&self) -> usize {
        let closed = self.closed.iter().map(|closed| &closed.tab);
        let tabs = self.tabs.iter().chain(closed);
        tabs.map(|tab| tab.connection().log().bytes()).sum()
    }

    /// Evicts the oldest records of all tabs until the logs are within the budget. The newest record of a tab stays,
    /// however large it is, as the person could never see it otherwise.
    pub(super) fn evict(&mut self) {
        let mut bytes: usize = self.bytes_of_logs();
        let budget_bytes = (self.settings.memory_budget_mib as usize) << 20;
        while bytes > budget_bytes {
            let closed = self.closed.iter_mut().map(|closed| &mut closed.tab);
            let tabs = self.tabs.iter_mut().chain(closed);
            let oldest = tabs
                .map(Tab::log_mut)
                .filter(|log| log.can_evict())
                .filter_map(|log| Some((log.oldest()?.at, log)))
                .min_by(|(one, _), (other, _)| one.0.total_cmp(&other.0));
            let Some((_, log)) = oldest else { return };
            let before = log.bytes();
            log.evict_oldest();
            bytes -= before - log.bytes();
        }
    }
}
