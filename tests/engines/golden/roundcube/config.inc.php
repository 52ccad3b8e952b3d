<?php
// Rendered by Công Thư.
$config = [];
$config['db_dsnw'] = 'pgsql://congthu_webmail:only-for-tests-webmail@unix(/srv/congthu/run/postgres)/congthu';

// The servers, each under TLS and with its name verified.
$config['imap_host'] = 'tls://127.0.0.1:12143';
$config['smtp_host'] = 'tls://127.0.0.1:12587';
$config['smtp_user'] = '%u';
$config['smtp_pass'] = '%p';
$config['managesieve_host'] = 'tls://127.0.0.1:12190';
$config['imap_conn_options'] = ['ssl' => [
    'verify_peer' => true,
    'verify_peer_name' => true,
    'peer_name' => 'mail.tinh.example',
    'cafile' => '/srv/congthu/secrets/ca.crt',
]];
$config['smtp_conn_options'] = $config['imap_conn_options'];
$config['managesieve_conn_options'] = $config['imap_conn_options'];

// Sessions.
$config['des_key'] = '0123456789abcdefABCDEF-_';
$config['session_lifetime'] = 30;
$config['login_autocomplete'] = 0;
$config['login_lc'] = 2;
$config['enable_installer'] = false;

// Files.
$config['log_driver'] = 'file';
$config['log_dir'] = '/srv/congthu/log/webmail/';
$config['temp_dir'] = '/srv/congthu/data/roundcube/temp/';
$config['mime_types'] = '/etc/mime.types';
$config['max_message_size'] = 73400320;

// What people see.
$config['product_name'] = 'Công Thư';
$config['support_url'] = '';
$config['language'] = 'vi_VN';
$config['timezone'] = 'Asia/Ho_Chi_Minh';
$config['date_format'] = 'd/m/Y';
$config['date_long'] = 'd/m/Y H:i';
$config['time_format'] = 'H:i';
$config['skin'] = 'elastic';
$config['plugins'] = ['archive', 'zipdownload', 'managesieve'];
$config['enable_spellcheck'] = false;

// The address is the office's, not its holder's to change. Postfix refuses another one in any case.
$config['identities_level'] = 3;
$config['drafts_mbox'] = 'Drafts';
$config['sent_mbox'] = 'Sent';
$config['junk_mbox'] = 'Junk';
$config['trash_mbox'] = 'Trash';
$config['archive_mbox'] = 'Archive';
// Pictures from elsewhere tell their sender who read what and when.
$config['show_images'] = 0;
$config['mdn_requests'] = 0;
