use super::*;

fn outline(text: &str) -> String {
    let tree = Tree::parse(text);
    let mut out = String::new();
    for at in tree.below(0) {
        let node = tree.node(at);
        if node.name.is_empty() {
            out.push_str(&format!("'{}' ", node.text.trim()));
        } else {
            out.push_str(&format!("{} ", node.name));
        }
    }
    format!("{}{}", out, tree.n_repairs)
}

#[test]
fn well_formed_text_needs_no_repair() {
    let text = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY who \"Kyiv\">]><!-- c --><r a='1'><t>&who; \
        &amp; <![CDATA[<b>]]></t></r>";
    assert_eq!(outline(text), "r t 'Kyiv & <b>' 0");
}

#[test]
fn ill_formed_text_is_mended_and_counted() {
    assert_eq!(outline("<r><t>a & b</t><u>c</r>"), "r t 'a & b' u 'c' 2");
    assert_eq!(outline("<r><t>x</t></r"), "r t 'x' 1");
    assert_eq!(outline("<r><p>one<p>two</r>"), "r p 'one' p 'two' 2");
    assert_eq!(outline("<r a=1 b><t/></r>"), "r t 2");
    assert_eq!(outline("no element"), "2");
    assert_eq!(outline("<r><t>1 < 2</t></r>"), "r t '1 < 2' 1");
    assert_eq!(outline("<r><![CDATA[x"), "r 'x' 2");
}

#[test]
fn namespaces_become_one_prefix() {
    let text = "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:x='http://purl.org/dc/elements/1.1/'>\
        <a:title>t</a:title><x:date>d</x:date></a:feed>";
    assert_eq!(outline(text), "feed title 't' dc:date 'd' 0");
}

#[test]
fn entities_do_not_grow() {
    let text = "<!DOCTYPE r [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \
        \"file:///etc/passwd\">]><r>&b;&c;</r>";
    assert!(outline(text).contains("'&a;&a;&c;'"), "{}", outline(text));
}

#[test]
fn deep_nesting_is_flattened() {
    let text = "<a>".repeat(100_000);
    let tree = Tree::parse(&text);
    assert_eq!(tree.nodes.len(), 100_001);
}

#[test]
fn markup_is_kept_for_whom_it_may_concern() {
    let tree = Tree::parse("<r><div>a &lt; b<p>c</p></div></r>");
    let root = tree.root().unwrap();
    assert_eq!(tree.markup(root, true), "<div>a &lt; b<p>c</p></div>");
}
