//! How firm the themes of an analysis are.

use super::analysis::Analysis;
use super::findings::Finding;
use crate::themes::{Detail, Firmness, ThemeId};

impl Analysis {
    /// Returns for each of its findings how firm it is. `None` for general
    /// praise and complaint, for what came up after mining, at other grains
    /// than the default, of a theme that people cut pieces from, and where there
    /// is too little to tell or nobody asked.
    ///
    /// A theme that people merged is as firm as its clusters are on average.
    pub fn firmness(&self) -> Vec<Option<Firmness>> {
        let firmness = |finding: &Finding| {
            let origins = finding.origins.iter();
            let firm = origins.map(|&origin| self.memory.firmness(origin));
            let shares: Option<Vec<f64>> = firm.map(|firm| Some(firm?.share)).collect();
            let is_cut =
                matches!(finding.theme.id, ThemeId::Theme(number) if self.codebook.is_cut(number));
            let shares = shares.filter(|_| self.grain == Detail::Default && !is_cut)?;
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            Some(Firmness::from_share(mean).with_fit(finding.fit))
        };
        self.findings.iter().map(firmness).collect()
    }
}
