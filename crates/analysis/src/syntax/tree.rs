//! From arc scores to the best tree with one root (Chu-Liu/Edmonds).

/// Scores of every arc of a sentence: for each word, that of the root and of each word as head.
pub(super) struct ArcScores<'a> {
    /// `words` rows of `words + 1` scores; column 0 is the root.
    pub(super) scores: &'a [f32],
    pub(super) words: usize,
}

impl ArcScores<'_> {
    fn at(&self, dependent: usize, head: usize) -> f32 {
        self.scores[(dependent - 1) * (self.words + 1) + head]
    }
}

/// The head of each word: 0 for the root, else counted from 1. Exactly one word has the root.
pub(super) fn best_tree(arcs: &ArcScores<'_>) -> Vec<u32> {
    let n = arcs.words;
    let greedy: Vec<usize> =
        std::iter::once(0).chain((1..=n).map(|d| best_head(n + 1, d, |h| arcs.at(d, h)))).collect();
    let heads = if is_tree(&greedy) { greedy } else { search(arcs) };
    heads[1..].iter().map(|&head| head as u32).collect()
}

fn best_head(nodes: usize, dependent: usize, score: impl Fn(usize) -> f32) -> usize {
    let mut best = usize::from(dependent == 0);
    for head in (0..nodes).filter(|&head| head != dependent) {
        if score(head) > score(best) {
            best = head;
        }
    }
    best
}

/// Whether there is one root and no cycle. `heads[0]` is not looked at.
fn is_tree(heads: &[usize]) -> bool {
    heads[1..].iter().filter(|&&head| head == 0).count() == 1 && find_cycle(heads).is_none()
}

/// One cycle of the graph, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
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
    let mut graph = vec![f32::NEG_INFINITY; nodes * nodes];
    for dependent in 1..nodes {
        for head in (0..nodes).filter(|&head| head != dependent) {
            graph[dependent * nodes + head] = arcs.at(dependent, head);
        }
    }
    let tree = arborescence(nodes, &graph);
    let roots: Vec<usize> = (1..nodes).filter(|&node| tree[node] == 0).collect();
    if roots.len() < 2 {
        return tree;
    }
    let mut best: Option<(f32, Vec<usize>)> = None;
    for root in roots {
        let mut graph = graph.clone();
        for node in (1..nodes).filter(|&node| node != root) {
            graph[node * nodes] = IMPOSSIBLE;
        }
        let tree = arborescence(nodes, &graph);
        let score = (1..nodes).map(|node| graph[node * nodes + tree[node]]).sum();
        if best.as_ref().is_none_or(|(least, _)| score > *least) {
            best = Some((score, tree));
        }
    }
    best.map_or(tree, |(_, tree)| tree)
}

/// Score of an arc that must not be used. Finite, so that sums and differences stay numbers.
const IMPOSSIBLE: f32 = -1e7;

/// Head of each node in the best tree from node 0; `graph[d * nodes + h]` scores arc h → d.
fn arborescence(nodes: usize, graph: &[f32]) -> Vec<usize> {
    let at = |dependent: usize, head: usize| graph[dependent * nodes + head];
    let mut heads: Vec<usize> =
        std::iter::once(0).chain((1..nodes).map(|d| best_head(nodes, d, |h| at(d, h)))).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    let mut on_cycle = vec![false; nodes];
    for &node in &cycle {
        on_cycle[node] = true;
    }
    // The cycle becomes one node, the last of the smaller graph.
    let outside: Vec<usize> = (0..nodes).filter(|&node| !on_cycle[node]).collect();
    let merged = outside.len();
    let small_nodes = merged + 1;
    let mut small = vec![f32::NEG_INFINITY; small_nodes * small_nodes];
    let mut leaves_from = vec![0; merged];
    let mut enters_at = vec![0; merged];
    for (d, &dependent) in outside.iter().enumerate() {
        for (h, &head) in outside.iter().enumerate() {
            small[d * small_nodes + h] = at(dependent, head);
        }
        let gain = |node: usize| at(node, dependent) - at(node, heads[node]);
        let mut best = (cycle[0], cycle[0]);
        for &node in &cycle[1..] {
            if at(dependent, node) > at(dependent, best.0) {
                best.0 = node;
            }
            if gain(node) > gain(best.1) {
                best.1 = node;
            }
        }
        (leaves_from[d], enters_at[d]) = best;
        small[d * small_nodes + merged] = at(dependent, best.0);
        small[merged * small_nodes + d] = gain(best.1);
    }
    let small_heads = arborescence(small_nodes, &small);
    for (d, &dependent) in outside.iter().enumerate().skip(1) {
        let head = small_heads[d];
        heads[dependent] = if head == merged { leaves_from[d] } else { outside[head] };
    }
    let entry = small_heads[merged];
    heads[enters_at[entry]] = outside[entry];
    heads
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
