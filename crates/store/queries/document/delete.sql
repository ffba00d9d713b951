DELETE FROM document_review WHERE org_id = $1 AND round_id = $2 AND document_id = $3
