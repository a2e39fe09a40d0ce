//! Sums over elements: how much text they hold, and what holds it.

use super::{N_FEATURES, Page};
use crate::dom::{NodeId, Tag};

impl Page<'_> {
    /// Columns that look at the names of the elements around a line.
    pub(super) fn path(&mut self, i: usize, row: &mut [f32; N_FEATURES]) {
        let mut node = self.dom.parent(self.lines.lines[i].first);
        let (mut sum, mut worst, mut best, mut depth) = (0.0, 0.0_f32, 0.0_f32, 0);
        let mut nearest = [0.0; 3];
        let mut at = 0;
        while node != 0 {
            let own = self.own(node);
            sum += own;
            worst = worst.min(own);
            best = best.max(own);
            if at < 3 {
                nearest[at] += own;
                at += usize::from(self.dom.tag(node).is_block());
            }
            depth += 1;
            node = self.dom.parent(node);
        }
        row[10] = sum;
        row[11..14].copy_from_slice(&nearest);
        row[14] = worst;
        row[15] = best;
        row[20] = depth as f32;
    }

    /// Adds every line to the elements around it.
    pub(super) fn sum(&mut self, scores: &[f32]) {
        for (line, score) in self.lines.lines.iter().zip(scores) {
            let p = 1.0 / (1.0 + libm::expf(-score));
            let n = line.n_bytes as f32;
            let s = &mut self.sums[line.block as usize];
            s.n_bytes += n;
            s.n_link += line.n_link as f32;
            s.n_lines += 1.0;
            s.good += n * p;
            s.gain += n * (p - 0.5);
            let around = self.block_around(line.block);
            self.sums[around as usize].direct += n * p;
        }
        for node in (1..self.dom.len()).rev() {
            let s = self.sums[node as usize];
            if s.n_lines > 0.0 {
                let around = &mut self.sums[self.dom.parent(node) as usize];
                around.n_bytes += s.n_bytes;
                around.n_link += s.n_link;
                around.n_lines += s.n_lines;
                around.good += s.good;
                around.gain += s.gain;
            }
        }
    }

    /// The element that gains most by being taken whole; the innermost of equals.
    pub(super) fn container(&self) -> NodeId {
        let mut best = 0;
        for (node, s) in self.sums.iter().enumerate() {
            if s.n_lines > 0.0 && s.gain >= self.sums[best].gain {
                best = node;
            }
        }
        best as NodeId
    }

    pub(super) fn block_around(&self, node: NodeId) -> NodeId {
        let mut node = self.dom.parent(node);
        while node != 0 && !self.dom.tag(node).is_block() {
            node = self.dom.parent(node);
        }
        node
    }

    /// Of the next few blocks around, the one that holds most paragraphs of good text: its share of
    /// the page's, and how far out it is.
    pub(super) fn near(&self, block: NodeId, good: f32) -> (f32, f32) {
        let mut best = (0.0, 0.0);
        let mut node = block;
        for level in 1..=5 {
            node = self.block_around(node);
            let direct = self.sums[node as usize].direct;
            if direct > best.0 {
                best = (direct, level as f32);
            }
            if node == 0 {
                break;
            }
        }
        (best.0 / good.max(1.0), best.1)
    }

    /// For lines in lists and tables: the score of the line before the list, the list's share of
    /// links, and its number of lines; zeros elsewhere.
    pub(super) fn lists(&self, scores: &[f32]) -> Vec<[f32; 3]> {
        let lines = &self.lines.lines;
        let mut out = vec![[0.0; 3]; lines.len()];
        let mut i = 0;
        while i < lines.len() {
            let Some(list) = self.list_around(lines[i].block) else {
                i += 1;
                continue;
            };
            let end = (i..lines.len())
                .find(|&k| !self.dom.inside(lines[k].block, list))
                .unwrap_or(lines.len());
            let sums = self.sums[list as usize];
            let before = i.checked_sub(1).map_or(-3.0, |k| scores[k]);
            for row in &mut out[i..end] {
                *row =
                    [before, sums.n_link / sums.n_bytes.max(1.0), libm::logf(1.0 + sums.n_lines)];
            }
            i = end;
        }
        out
    }

    /// The outermost list or table around a block, a few levels up.
    pub(super) fn list_around(&self, block: NodeId) -> Option<NodeId> {
        let mut found = None;
        let mut node = block;
        for _ in 0..8 {
            match self.dom.tag(node) {
                Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table => found = Some(node),
                Tag::Article | Tag::Main | Tag::Body | Tag::Root => break,
                _ => {}
            }
            node = self.dom.parent(node);
        }
        found
    }

    /// The outermost `article` around a block.
    pub(super) fn piece_around(&self, block: NodeId) -> NodeId {
        let mut found = 0;
        let mut node = block;
        while node != 0 {
            if self.dom.tag(node) == Tag::Article {
                found = node;
            }
            node = self.dom.parent(node);
        }
        found
    }

    /// For each line, how much of the page's good text stands in blocks of the same name and class,
    /// and how many lines do.
    pub(super) fn like(&self, scores: &[f32]) -> Vec<(f32, f32)> {
        let lines = &self.lines.lines;
        let key = |i: usize| {
            let block = lines[i].block;
            (self.dom.tag(block) as u8, self.dom.raw_attribute(block, "class").unwrap_or(""))
        };
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|&i| key(i));
        let page = self.sums[0].good.max(1.0);
        let mut out = vec![(0.0, 0.0); lines.len()];
        for group in order.chunk_by(|&a, &b| key(a) == key(b)) {
            let good: f32 = group
                .iter()
                .map(|&i| lines[i].n_bytes as f32 / (1.0 + libm::expf(-scores[i])))
                .sum();
            for &i in group {
                out[i] = (good / page, libm::logf(group.len() as f32));
            }
        }
        out
    }
}
