-- brief.sql - store: statements of `kith brief` and `kith account`

-- name: docs_of
-- for:  connect/written.c: what somebody wrote, newest first
-- in:   ?1 node, ?2 before, ?3 how many
-- out:  id, root, at, kind, outlet, account of the author it answers, when that was, own channel
-- plan: INDEX doc_by_author
SELECT d.id, d.root, d.at, d.kind, d.outlet, p.author, p.at, a.channel
  FROM account a JOIN doc d ON d.author = a.id LEFT JOIN doc p ON p.id = d.parent
 WHERE a.node = ?1 AND d.same_as IS NULL AND d.at < ?2 ORDER BY d.at DESC, d.id DESC LIMIT ?3;

-- name: doc_shown
-- for:  verb/quoted.c
-- in:   ?1 doc, ?2 characters of its text
-- out:  title, start of the text, url, source's locator, place, at
-- plan: SEARCH d USING INTEGER PRIMARY KEY
SELECT d.title, substr(d.text, 1, ?2), d.url, s.locator, d.place, d.at
  FROM doc d LEFT JOIN source s ON s.id = d.source WHERE d.id = ?1;

-- name: doc_answerers
-- for:  connect/written.c
-- in:   ?1 doc, ?2 before
-- out:  accounts that answered it
-- plan: INDEX doc_by_parent
SELECT DISTINCT author FROM doc WHERE parent = ?1 AND author IS NOT NULL AND at < ?2;

-- name: org_deals
-- for:  verb/account.c, brief.c
-- in:   ?1 organisation, ?2 before
-- out:  deal, organisation, stage, outcome, amount, currency, opened, closed, buyers, advisers, source's
--       locator, place; newest first
-- plan: INDEX deal_by_org
SELECT d.name, o.name, d.stage, d.outcome, d.amount, d.currency, d.opened, d.closed,
       (SELECT string_agg(n.name, ', ' ORDER BY n.name_key, n.id) FROM deal_party p
          JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'buyer'),
       (SELECT string_agg(n.name, ', ' ORDER BY n.name_key, n.id) FROM deal_party p
          JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'adviser'),
       s.locator, d.place
  FROM deal d JOIN node o ON o.id = d.org LEFT JOIN source s ON s.id = d.source
 WHERE d.org = ?1 AND coalesce(d.opened, d.closed, 0) < ?2
 ORDER BY coalesce(d.closed, d.opened) DESC, d.deal_key;
