//! A row of numbers in, a score out: a sum of small decision trees.
//!
//! Fitted by gradient boosting (Friedman 2001) with logistic loss; the score is the log-odds that a
//! line belongs to the text.

/// One node: a question, or a leaf.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Column asked about; `u16::MAX` at a leaf.
    pub feature: u16,
    /// Where to go if the value is below the threshold, and if not: numbers of nodes in the list.
    pub below: u16,
    /// See `below`.
    pub above: u16,
    /// Threshold, or the leaf's value.
    pub value: f32,
}

/// Trees, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Trees {
    /// Nodes of all trees.
    pub nodes: Vec<Node>,
    /// First node of each.
    pub roots: Vec<u16>,
    /// Added to every score.
    pub bias: f32,
}

impl Trees {
    /// From lines: `bias` value; `tree`; column, below, above, threshold; or `leaf` value.
    /// Numbers of nodes count from the tree's first. Bad lines are passed over.
    pub fn read(table: &str) -> Self {
        let mut trees = Trees::default();
        let mut root = 0u16;
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let words: Vec<&str> = line.split('\t').collect();
            let number = |i: usize| words.get(i).and_then(|w| w.parse::<f32>().ok()).unwrap_or(0.0);
            let node = |i: usize| root + number(i) as u16;
            match words[0] {
                "bias" => trees.bias = number(1),
                "tree" => {
                    root = trees.nodes.len() as u16;
                    trees.roots.push(root);
                }
                "leaf" => trees.nodes.push(Node {
                    feature: u16::MAX,
                    below: 0,
                    above: 0,
                    value: number(1),
                }),
                _ if words.len() == 4 => trees.nodes.push(Node {
                    feature: number(0) as u16,
                    below: node(1),
                    above: node(2),
                    value: number(3),
                }),
                _ => {}
            }
        }
        trees
    }

    /// As [`Trees::read`] takes it.
    pub fn write(&self) -> String {
        let mut out = format!("bias\t{}\n", self.bias);
        for (i, &root) in self.roots.iter().enumerate() {
            out.push_str("tree\n");
            let end = self.roots.get(i + 1).map_or(self.nodes.len(), |r| *r as usize);
            for n in &self.nodes[root as usize..end] {
                if n.feature == u16::MAX {
                    out.push_str(&format!("leaf\t{}\n", n.value));
                } else {
                    let (b, a) = (n.below - root, n.above - root);
                    out.push_str(&format!("{}\t{b}\t{a}\t{}\n", n.feature, n.value));
                }
            }
        }
        out
    }

    /// The score of a row.
    pub fn score(&self, row: &[f32]) -> f32 {
        let mut sum = self.bias;
        for &root in &self.roots {
            let mut node = self.nodes[root as usize];
            while node.feature != u16::MAX {
                let below = row[node.feature as usize] < node.value;
                node = self.nodes[if below { node.below } else { node.above } as usize];
            }
            sum += node.value;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_as_they_were_written() {
        let table = "bias\t0.5\ntree\n1\t1\t2\t0.25\nleaf\t-1\nleaf\t2\ntree\nleaf\t0.125\n";
        let trees = Trees::read(table);
        assert_eq!(trees.write(), table);
        assert!((trees.score(&[0.0, 0.0]) + 0.375).abs() < 1e-6);
        assert!((trees.score(&[0.0, 1.0]) - 2.625).abs() < 1e-6);
    }
}
