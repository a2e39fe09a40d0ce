//! From arc scores to the best tree with one root (Chu-Liu/Edmonds).

/// Scores of every arc of a sentence: for each word, that of the root and of each word as head.
pub(super) struct ArcScores<'a> {
    /// `words` rows of `words + 1` scores; column 0 is the root.
    pub(super) scores: &'a [f32],
    pub(super) words: usize,
}

/// The head of each word: 0 for the root, else counted from 1. Exactly one word has the root.
pub(super) fn best_tree(arcs: &ArcScores<'_>) -> Vec<u32> {
    let n = arcs.words;
    let mut greedy = vec![0; n + 1];
    for (i, row) in arcs.scores.chunks_exact(n + 1).enumerate() {
        greedy[i + 1] = best_head(row, i + 1);
    }
    let heads = if is_tree(&greedy) { greedy } else { search(arcs) };
    heads[1..].iter().map(|&head| head as u32).collect()
}

/// The first of the best heads for `dependent`, which is not its own.
fn best_head(row: &[f32], dependent: usize) -> usize {
    let mut best = usize::from(dependent == 0);
    let mut largest = f32::NEG_INFINITY;
    for (head, &score) in row.iter().enumerate() {
        if score > largest && head != dependent {
            best = head;
            largest = score;
        }
    }
    best
}

/// Whether there is one root and no cycle. `heads[0]` is not looked at.
fn is_tree(heads: &[usize]) -> bool {
    let nodes: Vec<usize> = (1..heads.len()).collect();
    heads[1..].iter().filter(|&&head| head == 0).count() == 1 && find_cycle(heads, &nodes).is_none()
}

/// One cycle among `nodes`, if there is one.
fn find_cycle(heads: &[usize], nodes: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for &start in nodes {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// The best tree; where it has several roots, the best of the trees with only one of them.
fn search(arcs: &ArcScores<'_>) -> Vec<usize> {
    let nodes = arcs.words + 1;
    let mut graph = Graph::new(arcs);
    let tree = graph.arborescence();
    let roots: Vec<usize> = (1..nodes).filter(|&node| tree[node] == 0).collect();
    if roots.len() < 2 {
        return tree;
    }
    let mut best: Option<(f32, Vec<usize>)> = None;
    for root in roots {
        graph.reset(arcs);
        for node in (1..nodes).filter(|&node| node != root) {
            graph.scores[node * nodes] = IMPOSSIBLE;
        }
        let tree = graph.arborescence();
        let score = (1..nodes).map(|node| arcs.scores[(node - 1) * nodes + tree[node]]).sum();
        if best.as_ref().is_none_or(|(least, _)| score > *least) {
            best = Some((score, tree));
        }
    }
    best.map_or(tree, |(_, tree)| tree)
}

/// Score of an arc that must not be used. Finite, so that sums and differences stay numbers.
const IMPOSSIBLE: f32 = -1e7;

/// The graph in which cycles are merged, in place.
struct Graph {
    nodes: usize,
    /// Of arc h → d, at `d * nodes + h`.
    scores: Vec<f32>,
    /// The arc of the sentence that it stands for, dependent first.
    arcs: Vec<(u16, u16)>,
    /// Nodes not merged into another, the root first.
    active: Vec<usize>,
}

/// What a merged cycle was made of: each member's words and the arc that entered it in the cycle.
type Cycle = Vec<(Vec<usize>, (u16, u16))>;

impl Graph {
    fn new(arcs: &ArcScores<'_>) -> Self {
        let nodes = arcs.words + 1;
        let mut graph = Graph { nodes, scores: Vec::new(), arcs: Vec::new(), active: Vec::new() };
        graph.reset(arcs);
        graph
    }

    fn reset(&mut self, arcs: &ArcScores<'_>) {
        let nodes = self.nodes;
        self.active = (0..nodes).collect();
        self.scores.clear();
        self.scores.resize(nodes, f32::NEG_INFINITY);
        self.scores.extend_from_slice(arcs.scores);
        self.arcs.clear();
        self.arcs.extend((0..nodes).flat_map(|d| (0..nodes).map(move |h| (d as u16, h as u16))));
    }

    /// Head of each word in the best tree from node 0.
    fn arborescence(&mut self) -> Vec<usize> {
        let nodes = self.nodes;
        let mut words: Vec<Vec<usize>> = (0..nodes).map(|node| vec![node]).collect();
        let mut cycles: Vec<Cycle> = Vec::new();
        let mut heads = vec![0; nodes];
        loop {
            for &node in &self.active[1..] {
                heads[node] = self.best_active_head(node);
            }
            let Some(cycle) = find_cycle(&heads, &self.active[1..]) else { break };
            cycles.push(
                cycle
                    .iter()
                    .map(|&node| (words[node].clone(), self.arcs[node * nodes + heads[node]]))
                    .collect(),
            );
            self.merge(&cycle, &heads);
            let merged = cycle.iter().flat_map(|&node| std::mem::take(&mut words[node])).collect();
            words[cycle[0]] = merged;
        }
        let mut tree = vec![usize::MAX; nodes];
        let mut take =
            |(dependent, head): (u16, u16)| tree[usize::from(dependent)] = usize::from(head);
        for &node in &self.active[1..] {
            take(self.arcs[node * nodes + heads[node]]);
        }
        // Every merged cycle is entered by one arc; its other members keep their arcs.
        for cycle in cycles.iter().rev() {
            for (words, (dependent, head)) in cycle {
                if words.iter().all(|&word| tree[word] == usize::MAX) {
                    tree[usize::from(*dependent)] = usize::from(*head);
                }
            }
        }
        tree
    }

    fn best_active_head(&self, node: usize) -> usize {
        let row = &self.scores[node * self.nodes..][..self.nodes];
        let mut best = usize::from(node == 0);
        let mut largest = f32::NEG_INFINITY;
        for &head in &self.active {
            if row[head] > largest && head != node {
                best = head;
                largest = row[head];
            }
        }
        best
    }

    /// Makes the cycle's first node stand for all of it.
    fn merge(&mut self, cycle: &[usize], heads: &[usize]) {
        let nodes = self.nodes;
        let merged = cycle[0];
        self.active.retain(|node| !cycle[1..].contains(node));
        let given: Vec<f32> =
            cycle.iter().map(|&node| self.scores[node * nodes + heads[node]]).collect();
        for &other in self.active.iter().filter(|&&node| node != merged) {
            let mut leave = (f32::NEG_INFINITY, merged);
            let mut enter = (f32::NEG_INFINITY, merged);
            for (&node, given) in cycle.iter().zip(&given) {
                let out = self.scores[other * nodes + node];
                if out > leave.0 {
                    leave = (out, node);
                }
                let gain = self.scores[node * nodes + other] - given;
                if gain > enter.0 {
                    enter = (gain, node);
                }
            }
            self.arcs[other * nodes + merged] = self.arcs[other * nodes + leave.1];
            self.scores[other * nodes + merged] = leave.0;
            self.arcs[merged * nodes + other] = self.arcs[enter.1 * nodes + other];
            self.scores[merged * nodes + other] = enter.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(words: usize, scores: &[f32]) -> Vec<u32> {
        best_tree(&ArcScores { scores, words })
    }

    #[test]
    fn breaks_a_cycle_where_it_costs_least() {
        // 1 and 2 prefer each other; the root is cheaper on 2.
        assert_eq!(tree(2, &[0.0, 0.0, 5.0, 3.0, 5.0, 0.0]), [2, 0]);
    }

    #[test]
    fn keeps_one_root() {
        assert_eq!(tree(2, &[5.0, 0.0, 1.0, 4.0, 2.0, 0.0]), [0, 1]);
    }

    #[test]
    fn random_scores_give_the_best_of_all_trees() {
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 1e6
        };
        for round in 0..300 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| random()).collect();
            let total = |heads: &[usize]| {
                (1..=n).map(|d| scores[(d - 1) * (n + 1) + heads[d]]).sum::<f32>()
            };
            let mut best = f32::NEG_INFINITY;
            for code in 0..(n + 1).pow(n as u32) {
                let mut heads = vec![0; n + 1];
                let mut rest = code;
                for head in &mut heads[1..] {
                    *head = rest % (n + 1);
                    rest /= n + 1;
                }
                if (1..=n).all(|d| heads[d] != d) && is_tree(&heads) {
                    best = best.max(total(&heads));
                }
            }
            let found: Vec<usize> =
                std::iter::once(0).chain(tree(n, &scores).iter().map(|&h| h as usize)).collect();
            assert!(is_tree(&found));
            assert!((total(&found) - best).abs() < 1e-3, "{found:?}");
        }
    }
}
