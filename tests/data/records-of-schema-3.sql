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
	created DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE memo_answers (
	"key" VARCHAR NOT NULL, 
	answer TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE finished_memos (
	id VARCHAR NOT NULL, 
	memo VARCHAR NOT NULL, 
	content TEXT NOT NULL, 
	made DATETIME NOT NULL, 
	PRIMARY KEY (id, memo)
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
CREATE TABLE memo_revisions (
	memo VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	"by" VARCHAR NOT NULL, 
	what TEXT NOT NULL, 
	saved DATETIME NOT NULL, 
	subject TEXT NOT NULL, 
	template VARCHAR NOT NULL, 
	statements INTEGER NOT NULL, 
	draft TEXT NOT NULL, 
	PRIMARY KEY (memo, number), 
	FOREIGN KEY(memo) REFERENCES memos (id) ON DELETE CASCADE
);
CREATE TABLE memo_uses (
	memo VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	PRIMARY KEY (memo, answer), 
	FOREIGN KEY(memo) REFERENCES memos (id) ON DELETE CASCADE, 
	FOREIGN KEY(answer) REFERENCES memo_answers ("key")
);
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
CREATE VIRTUAL TABLE words USING fts5(title, section, text, content = 'passages',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE name_words USING fts5(file, title, opening, content = 'names',
       content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE INDEX finished_memos_by_draft ON finished_memos (memo, made);
CREATE INDEX ix_versions_document ON versions (document);
CREATE INDEX answers_by_conversation ON answers (conversation, position);
CREATE INDEX ix_memo_uses_answer ON memo_uses (answer);
CREATE INDEX ix_passages_document ON passages (document);
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
INSERT INTO "state" VALUES('writing','no');
INSERT INTO "state" VALUES('generation','3');
INSERT INTO "documents" VALUES('af3c7feb3f31c1c2','dtsa.txt','/documents/dtsa.txt',NULL,'0f258e8cb1749dab1111e0021f377b5195a5961fcb45a096db82eb1a7b885fe1','17e76d0e8f41ebfc','{"title":"The Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":"statute","url":"https://www.congress.gov/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}','{}','2026-11-29 21:24:49.202255');
INSERT INTO "documents" VALUES('94dfd3f1f1eb66cd','guide.txt','/documents/guide.txt',NULL,'16953e901efac9174b85f245938a1e105dce4ab3b35d6cb0718501ac116c9784',NULL,'{"title":"The Guide","issuer":null,"date":null,"jurisdiction":null,"kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}','{}','2026-11-29 21:24:49.334098');
INSERT INTO "vectors" VALUES('0f258e8cb1749dab1111e0021f377b5195a5961fcb45a096db82eb1a7b885fe1',X'003C003C003C003C003C003C003C003C');
INSERT INTO "vectors" VALUES('16953e901efac9174b85f245938a1e105dce4ab3b35d6cb0718501ac116c9784',X'003C003C003C003C003C003C003C003C');
INSERT INTO "conversations" VALUES('5b8b00b558f5100130','Signature','2026-11-29 21:24:49.387733','2026-11-29 21:24:49.406567');
INSERT INTO "memos" VALUES('7029ead2c6b4e98b8c','2026-11-29 21:24:49.480809');
INSERT INTO "memo_answers" VALUES('12154591f21bb5b6b690bf996308fc4ad36305c2b3d715e2dc2334b844442c1c','{"answerer": "quoting", "citations": [{"end": 75, "page": null, "paragraph": 3, "quote": "The act was signed on 11 May 2016.", "section": ["The Defend Trade Secrets Act", "Signature"], "source": {"document": "af3c7feb3f31c1c2", "metadata": {"date": "2016-05-11", "in_force_from": null, "in_force_to": null, "inferred": [], "issuer": "U.S. Congress", "jurisdiction": "US", "kind": "statute", "label": null, "supersedes": null, "title": "The Defend Trade Secrets Act", "url": "https://www.congress.gov/dtsa"}, "name": "dtsa.txt", "version": "17e76d0e8f41ebfc"}, "start": 41, "verdict": "exact"}], "confidence": 0.9, "conflicts": [], "documents_searched": 2, "dropped": [], "filters": {"as_of": null, "date_from": null, "date_to": null, "document": [], "issuer": [], "jurisdiction": [], "kind": []}, "model": null, "notes": [], "parts": [], "passages": [], "question": "When was the act signed?", "reason": null, "seconds": {"total": 0.2}, "standalone_question": "When was the act signed?", "statements": [{"caution": null, "citations": [0], "lead": null, "own_words": false, "part": null, "text": "The act was signed on 11 May 2016."}], "status": "answered"}');
INSERT INTO "versions" VALUES('17e76d0e8f41ebfc','af3c7feb3f31c1c2','0f258e8cb1749dab1111e0021f377b5195a5961fcb45a096db82eb1a7b885fe1','The Defend Trade Secrets Act

Signature

The act was signed on 11 May 2016. It amends 18 U.S.C. § 1836.

Remedies

Damages of up to two times the loss may be awarded.','{"headings":[{"start":0,"path":["The Defend Trade Secrets Act"]},{"start":30,"path":["The Defend Trade Secrets Act","Signature"]},{"start":105,"path":["The Defend Trade Secrets Act","Remedies"]}],"paragraphs":[{"start":0,"end":28},{"start":30,"end":39},{"start":41,"end":103},{"start":105,"end":113},{"start":115,"end":166}],"pages":[],"boxes":[]}','{"title":"The Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":"statute","url":"https://www.congress.gov/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}','text/plain','2026-11-29 21:24:49.244351');
INSERT INTO "versions" VALUES('68b7f49aae9d4db7','94dfd3f1f1eb66cd','16953e901efac9174b85f245938a1e105dce4ab3b35d6cb0718501ac116c9784','A guide

Holders keep a register.','{"headings":[{"start":0,"path":["The Guide"]}],"paragraphs":[{"start":0,"end":7},{"start":9,"end":33}],"pages":[],"boxes":[]}','{"title":"The Guide","issuer":null,"date":null,"jurisdiction":null,"kind":null,"url":null,"in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}','text/plain','2026-11-29 21:24:49.334629');
INSERT INTO "names" VALUES(1,'af3c7feb3f31c1c2','dtsa','The Defend Trade Secrets Act U.S. Congress','The Defend Trade Secrets Act

Signature

The act was signed on 11 May 2016. It amends 18 U.S.C. § 1836.

Remedies

Damages of up to two times the loss may be awarded.');
INSERT INTO "answers" VALUES('fef738abe65cf0b94d','5b8b00b558f5100130',1,'{"question":"When was the act signed?","standalone_question":"When was the act signed?","status":"answered","statements":[{"text":"The act was signed on 11 May 2016.","citations":[0],"lead":null,"part":null,"caution":null,"own_words":false}],"citations":[{"source":{"document":"af3c7feb3f31c1c2","version":"17e76d0e8f41ebfc","name":"dtsa.txt","metadata":{"title":"The Defend Trade Secrets Act","issuer":"U.S. Congress","date":"2016-05-11","jurisdiction":"US","kind":"statute","url":"https://www.congress.gov/dtsa","in_force_from":null,"in_force_to":null,"supersedes":null,"label":null,"inferred":[]}},"start":41,"end":75,"quote":"The act was signed on 11 May 2016.","verdict":"exact","page":null,"section":["The Defend Trade Secrets Act","Signature"],"paragraph":3}],"passages":[],"confidence":0.9,"answerer":"quoting","filters":{"jurisdiction":[],"kind":[],"issuer":[],"document":[],"date_from":null,"date_to":null,"as_of":null},"documents_searched":2,"dropped":[],"conflicts":[],"reason":null,"seconds":{"total":0.2},"parts":[],"notes":[],"model":null}','2026-11-29 21:24:49.406567',NULL,'');
INSERT INTO "memo_revisions" VALUES('7029ead2c6b4e98b8c',1,'A. Berg','begun','2026-11-29 21:24:49.481351','The act','policy-memo',1,'{"heading":{"subject":"The act","to":"","sender":"","date":"","question":"","label":""},"blocks":[{"id":"bbe817e7","part":"discussion","answer":"12154591f21bb5b6b690bf996308fc4ad36305c2b3d715e2dc2334b844442c1c","statements":[{"index":0,"edited":null,"objections":[],"sign_off":null}],"heading":null,"saved":"fef738abe65cf0b94d"}],"template":"policy-memo","style":null,"quotations":null}');
INSERT INTO "memo_uses" VALUES('7029ead2c6b4e98b8c','12154591f21bb5b6b690bf996308fc4ad36305c2b3d715e2dc2334b844442c1c');
INSERT INTO "passages" VALUES(1,'aed9785e3218e962ebe1d530','af3c7feb3f31c1c2','17e76d0e8f41ebfc',0,166,'The Defend Trade Secrets Act

Signature

The act was signed on 11 May 2016. It amends 18 U.S.C. § 1836.

Remedies

Damages of up to two times the loss may be awarded.','The Defend Trade Secrets Act U.S. Congress US statute 2016-05-11','[]',NULL,'[[0, 166]]','0f258e8cb1749dab1111e0021f377b5195a5961fcb45a096db82eb1a7b885fe1');
PRAGMA user_version = 3;
