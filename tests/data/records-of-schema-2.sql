CREATE TABLE state (
	name VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	parent VARCHAR, 
	fingerprint VARCHAR NOT NULL, 
	version VARCHAR, 
	metadata TEXT NOT NULL, 
	edits TEXT NOT NULL, 
	added DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (origin), 
	FOREIGN KEY(parent) REFERENCES documents (id)
);
CREATE TABLE vectors (
	"key" VARCHAR NOT NULL, 
	"values" BLOB NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE conversations (
	id VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE memos (
	id VARCHAR NOT NULL, 
	heading TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE versions (
	id VARCHAR NOT NULL, 
	document VARCHAR NOT NULL, 
	content VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	layout TEXT NOT NULL, 
	metadata TEXT NOT NULL, 
	media_type VARCHAR NOT NULL, 
	added DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document) REFERENCES documents (id)
);
CREATE INDEX ix_versions_document ON versions (document);
CREATE TABLE names (
	number INTEGER NOT NULL, 
	document VARCHAR NOT NULL, 
	file TEXT NOT NULL, 
	title TEXT NOT NULL, 
	opening TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (document), 
	FOREIGN KEY(document) REFERENCES documents (id)
);
CREATE TABLE answers (
	id VARCHAR NOT NULL, 
	conversation VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	answer TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	rating INTEGER, 
	rating_reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE INDEX answers_by_conversation ON answers (conversation, position);
CREATE TABLE passages (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	document VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	title TEXT NOT NULL, 
	section TEXT NOT NULL, 
	page INTEGER, 
	sentences TEXT NOT NULL, 
	vector VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(document) REFERENCES documents (id), 
	FOREIGN KEY(version) REFERENCES versions (id), 
	FOREIGN KEY(vector) REFERENCES vectors ("key")
);
CREATE INDEX ix_passages_document ON passages (document);
CREATE VIRTUAL TABLE words USING fts5(title, section, text, content = 'passages',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER words_insert AFTER INSERT ON passages BEGIN
       INSERT INTO words(rowid, title, section, text)
       VALUES (new.number, new.title, new.section, new.text); END;
CREATE TRIGGER words_delete AFTER DELETE ON passages BEGIN
       INSERT INTO words(words, rowid, title, section, text)
       VALUES ('delete', old.number, old.title, old.section, old.text); END;
CREATE TRIGGER words_update AFTER UPDATE ON passages BEGIN
       INSERT INTO words(words, rowid, title, section, text)
       VALUES ('delete', old.number, old.title, old.section, old.text);
       INSERT INTO words(rowid, title, section, text)
       VALUES (new.number, new.title, new.section, new.text); END;
CREATE VIRTUAL TABLE name_words USING fts5(file, title, opening, content = 'names',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER names_insert AFTER INSERT ON names BEGIN
       INSERT INTO name_words(rowid, file, title, opening)
       VALUES (new.number, new.file, new.title, new.opening); END;
CREATE TRIGGER names_delete AFTER DELETE ON names BEGIN
       INSERT INTO name_words(name_words, rowid, file, title, opening)
       VALUES ('delete', old.number, old.file, old.title, old.opening); END;
CREATE TRIGGER names_update AFTER UPDATE ON names BEGIN
       INSERT INTO name_words(name_words, rowid, file, title, opening)
       VALUES ('delete', old.number, old.file, old.title, old.opening);
       INSERT INTO name_words(rowid, file, title, opening)
       VALUES (new.number, new.file, new.title, new.opening); END;
INSERT INTO state VALUES ('writing', 'yes');
INSERT INTO documents VALUES ('ec97d33402228699', 'dtsa.txt', 'dtsa.txt', NULL, '901b1120be79979a5b745e769be987163300dd7db596b60fde6a1d1a6c1144b0', '21c78732fed9bbe4', '{"title":"dtsa.txt","issuer":null,"date":null,"jurisdiction":null,"kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}', '{}', '2026-11-29 17:57:29.636160');
INSERT INTO versions VALUES ('21c78732fed9bbe4', 'ec97d33402228699', '901b1120be79979a5b745e769be987163300dd7db596b60fde6a1d1a6c1144b0', 'A court may issue an order for seizure.', '{"headings":[],"paragraphs":[{"start":0,"end":39}],"pages":[],"boxes":[]}', '{"title":"dtsa.txt","issuer":null,"date":null,"jurisdiction":null,"kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}', 'text/plain', '2026-11-29 17:57:29.638163');
INSERT INTO vectors VALUES ('a', X'003C00000000000000000000003C0000');
INSERT INTO passages VALUES (1, '0fb928b5d24ccdd67ecb2148', 'ec97d33402228699', '21c78732fed9bbe4', 0, 39, 'A court may issue an order for seizure.', 'dtsa.txt', '[]', NULL, '[[0, 39]]', 'a');
INSERT INTO names VALUES (1, 'ec97d33402228699', 'dtsa', 'dtsa.txt', 'A court may issue an order for seizure.');
INSERT INTO conversations VALUES ('291e5e0db7547cb1d2', 'Seizure', '2026-11-29 17:57:29.640720', '2026-11-29 17:57:29.673338');
INSERT INTO answers VALUES ('c212bd54f9be889788', '291e5e0db7547cb1d2', 1, '{"question":"When may a court order a seizure?","standalone_question":"When may a court order a seizure?","status":"answered","statements":[{"text":"A court may issue an order for seizure only in extraordinary circumstances.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false},{"text":"Only the owner may ask for it.","citations":[1,0],"lead":"Who may ask","part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":10,"end":85,"quote":"A court may issue an order for seizure only in extraordinary circumstances.","verdict":"exact","page":3,"section":["Remedies","Seizure"],"paragraph":2},{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":86,"end":142,"quote":"The owner is a person in whom rightful title is reposed.","verdict":"exact","page":3,"section":[],"paragraph":null}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":0,"dropped":[],"conflicts":[],"reason":null,"seconds":{},"parts":[],"notes":[],"model":null}', '2026-11-29 17:57:29.665491', NULL, '');
INSERT INTO answers VALUES ('c663395c0a8dba6ab5', '291e5e0db7547cb1d2', 2, '{"question":"What is a trade secret in the EU?","standalone_question":"What is a trade secret in the EU?","status":"answered","statements":[{"text":"Information which is secret and valuable.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"d-directive","version":"v-directive","name":"directive.txt","metadata":{"title":"Directive 2016/943","issuer":"European Union","date":"2016","jurisdiction":"EU","kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":["date"]}},"start":11,"end":85,"quote":"‘Trade secret’ means information which is secret and has commercial value.","verdict":"exact","page":null,"section":["Article 2"],"paragraph":null}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":0,"dropped":[],"conflicts":[],"reason":null,"seconds":{},"parts":[],"notes":[],"model":null}', '2026-11-29 17:57:29.673338', NULL, '');
INSERT INTO memos VALUES ('1f63a6e7e3530e20f4', '{"subject":"Seizure orders","to":"General Counsel","sender":"Policy unit","date":"23 November 2026","question":""}', '{"answers":[{"question":"When may a court order a seizure?","standalone_question":"When may a court order a seizure?","status":"answered","statements":[{"text":"A court may issue an order for seizure only in extraordinary circumstances.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false},{"text":"Only the owner may ask for it.","citations":[1,0],"lead":"Who may ask","part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":10,"end":85,"quote":"A court may issue an order for seizure only in extraordinary circumstances.","verdict":"exact","page":3,"section":["Remedies","Seizure"],"paragraph":2},{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":86,"end":142,"quote":"The owner is a person in whom rightful title is reposed.","verdict":"exact","page":3,"section":[],"paragraph":null}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":0,"dropped":[],"conflicts":[],"reason":null,"seconds":{},"parts":[],"notes":[],"model":null},{"question":"What is a trade secret in the EU?","standalone_question":"What is a trade secret in the EU?","status":"answered","statements":[{"text":"Information which is secret and valuable.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"d-directive","version":"v-directive","name":"directive.txt","metadata":{"title":"Directive 2016/943","issuer":"European Union","date":"2016","jurisdiction":"EU","kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":["date"]}},"start":11,"end":85,"quote":"‘Trade secret’ means information which is secret and has commercial value.","verdict":"exact","page":null,"section":["Article 2"],"paragraph":null}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":0,"dropped":[],"conflicts":[],"reason":null,"seconds":{},"parts":[],"notes":[],"model":null},{"question":"When may a court order a seizure?","standalone_question":"When may a court order a seizure?","status":"answered","statements":[{"text":"A court may issue an order for seizure only in extraordinary circumstances.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":10,"end":85,"quote":"A court may issue an order for seizure only in extraordinary circumstances.","verdict":"exact","page":null,"section":[],"paragraph":null}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":0,"dropped":[],"conflicts":[{"kind":"unresolved","title":"Two sources differ","explanation":"Nothing says *which*.","statement":0,"sides":[{"citation":{"source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":10,"end":85,"quote":"A court may issue an order for seizure only in extraordinary circumstances.","verdict":"exact","page":null,"section":[],"paragraph":null},"value":{"start":10,"end":15}},{"citation":{"source":{"document":"d-directive","version":"v-directive","name":"directive.txt","metadata":{"title":"Directive 2016/943","issuer":"European Union","date":"2016","jurisdiction":"EU","kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":["date"]}},"start":11,"end":85,"quote":"‘Trade secret’ means information which is secret and has commercial value.","verdict":"exact","page":null,"section":["Article 2"],"paragraph":null},"value":{"start":11,"end":16}}]}],"reason":null,"seconds":{},"parts":[],"notes":[],"model":null},{"question":"Who won the 2014 World Cup?","standalone_question":"Who won the 2014 World Cup?","status":"refused","statements":[],"citations":[],"passages":[{"id":"p","source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":0,"end":8,"text":"Remedies","score":0.1,"page":7,"section":["Remedies"],"similarity":0.0,"sentences":[],"barred":[]},{"id":"p","source":{"document":"d-dtsa","version":"v-dtsa","name":"dtsa.txt","metadata":{"title":"Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":null,"url":"https://example.org/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":0,"end":8,"text":"Remedies","score":0.1,"page":7,"section":["Remedies"],"similarity":0.0,"sentences":[],"barred":[]}],"confidence":0.1,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":25,"dropped":[],"conflicts":[],"reason":"No passage speaks of this.","seconds":{},"parts":[],"notes":[],"model":null}]}', '2026-11-29 17:57:29.687234', '2026-11-29 17:57:29.690563');
INSERT INTO memos VALUES ('a3abd15aee09c1961f', '{"subject":"Empty, “so far”","to":"","sender":"","date":"","question":""}', '{"answers":[]}', '2026-11-29 17:57:29.691485', '2026-11-29 17:57:29.691491');
PRAGMA user_version = 2;
